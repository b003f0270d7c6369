"""A real browser for tests: Chromium, where there is one."""

import shutil
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error as BrowserFailed
from playwright.sync_api import sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium(*more):
    """A browser, with these arguments too; the test is skipped, loudly, where there is none."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])
        except BrowserFailed:
            pytest.skip("NO BROWSER: install chromium to run tests in a browser")
        yield browser
        browser.close()


def step_in_history(page, steps):
    """The browser's own Back (-1) or Forward (1), after the question itself is answered.

    Where the step opens another page, a question that waits for it dies with the page it was put to.
    """
    page.evaluate("steps => { setTimeout(() => history.go(steps)) }", steps)
