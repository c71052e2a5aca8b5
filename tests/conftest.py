"""Fixtures that every test may use."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support import jobs

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the driver runs an event loop in the tests' thread
PICTURES = Path(__file__).resolve().parents[1] / "build" / "screenshots"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public data; tests that need it are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real public data is not here")
    return folder


@pytest.fixture
def run_jobs(db: None) -> Iterator[Callable[..., list[str]]]:
    """Runs deferred jobs in the test's own transaction: see `tests.support.jobs.run_jobs`. No job is left over."""
    jobs.forget_jobs()
    yield jobs.run_jobs
    jobs.forget_jobs()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window, driven by Playwright; tests are skipped where it is absent."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=program, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def pictures() -> Path:
    """Where screenshots are kept as build output."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES
