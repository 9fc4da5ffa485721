"""What holds in all tests: nothing is taken from the cache of the user, or left in it; what they start hears Ctrl-C; no law is timed."""

import signal

import pytest
from hypothesis import settings

settings.register_profile("untimed", settings(), deadline=None)  # a busy machine breaks no law
settings.load_profile("untimed")

# A shell that starts a run in its background lets it ignore Ctrl-C, and so would all that the run starts
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="The pages of tests/visual look as they should: renew their pictures.")
