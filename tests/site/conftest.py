"""What browser tests share: the served site and one browser."""

import pytest

from browsing import chromium, served


@pytest.fixture(scope="session")
def address(site):
    """Where the built site is served."""
    with served(site) as found:
        yield found


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests."""
    with chromium() as found:
        yield found
