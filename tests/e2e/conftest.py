"""Everybody in a journey, and the combinations of width and colours in which it is made."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.support.browser import Crowd, Look, looks

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """Notes on the test whether it failed, for those who clean up after it."""
    outcome = yield
    if outcome.get_result().failed:
        item.stash[FAILED] = True


@pytest.fixture(params=looks(), ids=str)
def look(request: pytest.FixtureRequest) -> Look:
    """One combination of width and colours."""
    assert isinstance(request.param, Look)
    return request.param


@pytest.fixture
def crowd(
    request: pytest.FixtureRequest, look: Look, browser: Browser, live_server: LiveServer, pictures: Path
) -> Iterator[Crowd]:
    """Nobody yet; at the end nothing may have gone wrong in any browser. Where the test failed, pictures say how it ended."""
    everybody = Crowd(browser, live_server, pictures, look)
    yield everybody
    everybody.leave(has_failed=request.node.stash.get(FAILED, False))
