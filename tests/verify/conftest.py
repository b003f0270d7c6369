"""The page that checks bundles, in a real browser that reaches nothing; and its modules, to be asked many things."""

import base64
from pathlib import Path

import browsers
import pytest

from pb.web import verify_page

PROBE = Path(__file__).parent / "probe.js"
PAGE = "<!doctype html><html lang='en'><title>Probe</title><script>{}</script>"


@pytest.fixture(scope="module")
def chromium():
    """A real browser; tests are skipped, loudly, where there is none."""
    with browsers.chromium() as browser:
        yield browser


class Probe:
    """The modules of the page, loaded from a file, with `sabotage` done to them if there is any."""

    def __init__(self, browser, folder, sabotage=None):
        program = verify_page.program(PROBE)
        if sabotage:
            before, after = sabotage
            assert program.count(before) == 1, f"{before!r} is there {program.count(before)} times"
            program = program.replace(before, after)
        file = folder / "probe.html"
        file.write_text(PAGE.format(program), encoding="utf-8")
        self._context = browser.new_context(offline=True)
        self.page = self._context.new_page()
        self.page.set_default_timeout(120_000)
        self.page.goto(file.as_uri())

    def ask(self, name, *given):
        return self.page.evaluate("([name, given]) => probe[name](...given)", [name, list(given)])

    def recounted(self, bundles, **noted):
        """For each bundle: status, file, words and all that was said."""
        return self.ask("recounted", [base64.b64encode(one).decode() for one in bundles], noted)

    def close(self):
        self._context.close()


@pytest.fixture(scope="module")
def probe(chromium, tmp_path_factory):
    """The modules as they are."""
    found = Probe(chromium, tmp_path_factory.mktemp("probe"))
    yield found
    found.close()


@pytest.fixture
def sabotaged(chromium, tmp_path):
    """Makes a probe of modules in which one text is replaced."""
    made = []

    def make(before, after):
        made.append(Probe(chromium, tmp_path, (before, after)))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def open_verifier(chromium, tmp_path):
    """Opens the page as a file, without a network; what it asks for, and its faults, fail the test."""
    contexts, asked, faults = [], [], []

    def opened(text=None, **options):
        file = tmp_path / "verify.html"
        file.write_bytes(text or verify_page.verify_page())
        context = chromium.new_context(offline=True, viewport={"width": 820, "height": 1180}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("console", lambda said: faults.append(said.text))
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults
    assert all(url.startswith(("file:", "blob:")) for url in asked), asked
