"""The folder and the command line of the tests of the command line."""

from tests.cli.conftest import folder, pipeline

__all__ = ["folder", "pipeline"]
