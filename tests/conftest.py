"""What holds in all tests: nothing is taken from the cache of the user, or left in it."""

import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="The pages of tests/visual look as they should: renew their pictures.")
