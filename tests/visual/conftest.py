"""`--accept`: what the pages look like now is right."""

import pytest


@pytest.fixture
def accept(request):
    return request.config.getoption("--accept")
