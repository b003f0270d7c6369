"""The whole house as people meet it: a server process with the demonstration, and a real browser in front of it."""

import browsers
import pytest
from served import Served, free_port


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A server of its own for each file of journeys, with a fresh demonstration."""
    house = Served(tmp_path_factory.mktemp("house"), free_port())
    try:
        yield house.start()
    finally:
        house.stop()


@pytest.fixture(scope="module")
def chromium():
    """A real browser; every journey is skipped, loudly, where there is none.

    It ends with each file of journeys: while it is there an event loop runs in the thread of the tests.
    """
    with browsers.chromium() as browser:
        yield browser


def _is_fault(said):
    """An error on the console, unless it is a page that was meant to be refused."""
    return said.type == "error" and "responded with a status of 4" not in said.text


@pytest.fixture
def open_page(chromium, served):
    """Opens pages at a width, each in a browser of its own; errors of scripts and of the policy fail the test."""
    contexts, faults = [], []

    def opened(width=820, height=1180, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=served.address, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults
