"""Looking at a page: axe's findings, sideways scrolling, and pictures for docs/screens where they are asked for."""

import base64
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AXE = (ROOT / "tests/vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
WIDTHS = {390: 844, 820: 1180, 1280: 900}
ZOOMED = 320
"""The width that is left of a desk's screen when everything is four times as big."""
QUALITY, TALLEST = 40, 12_000
SCREENS = os.environ.get("PB_SCREENS", "")
"""The folder for pictures; none are kept where it is empty."""


def violations(page):
    """What axe finds wrong, as one line for each."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


def faults_of(page, name):
    """Look at a page as it stands, at each width; keep its picture under this name. Returns what is wrong."""
    faults = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(60)
        wide = page.evaluate("document.documentElement.scrollWidth")
        faults += [f"{name} at {width}: scrolls sideways to {wide}"] * (wide > width)
        faults += [f"{name} at {width}: {one}" for one in violations(page)]
        if SCREENS:
            _keep(page, name, width)
    page.set_viewport_size({"width": ZOOMED, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return faults + [f"{name} at {ZOOMED}: scrolls sideways to {wide}"] * (wide > ZOOMED)


def keep_first_screen(page, name, width=1280, height=1180):
    """Keep what is seen of a page before anybody scrolls, as the picture of a paper."""
    if SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_load_state("networkidle")
        _write(page, name, width, height)


def _keep(page, name, width):
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(one => one.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    browser = page.context.new_cdp_session(page)
    height = browser.send("Page.getLayoutMetrics")["cssContentSize"]["height"]
    browser.detach()
    # As tall as the page, so that what stays at the bottom of a screen is at the bottom of the picture.
    page.set_viewport_size({"width": width, "height": min(height, TALLEST)})
    _write(page, f"{name}-{width}", width, min(height, TALLEST))


def _write(page, name, width, height):
    folder = Path(SCREENS)
    folder.mkdir(parents=True, exist_ok=True)
    browser = page.context.new_cdp_session(page)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    picture = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": True, "clip": clip}
    body = browser.send("Page.captureScreenshot", picture)["data"]
    browser.detach()
    (folder / f"{name}.webp").write_bytes(base64.b64decode(body))
