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


def _keep(page, name, width):
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(one => one.loading = 'eager')")
    page.wait_for_load_state("networkidle")
    folder = Path(SCREENS)
    folder.mkdir(parents=True, exist_ok=True)
    browser = page.context.new_cdp_session(page)
    size = browser.send("Page.getLayoutMetrics")["cssContentSize"]
    # As tall as the page, so that what stays at the bottom of a screen is at the bottom of the picture.
    page.set_viewport_size({"width": width, "height": min(size["height"], TALLEST)})
    clip = {"x": 0, "y": 0, "width": width, "height": size["height"], "scale": 1}
    picture = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": True, "clip": clip}
    body = browser.send("Page.captureScreenshot", picture)["data"]
    (folder / f"{name}-{width}.webp").write_bytes(base64.b64decode(body))
    browser.detach()
