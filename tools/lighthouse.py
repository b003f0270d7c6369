"""`make lighthouse`: what Lighthouse says of the public pages and of the booth, on a phone with slow 4G; needs node.

It serves a demonstration of its own, measures each page three times and keeps the median. Exit status 0: every page has
what it should; 1: one has not; 3: there is no node, Chromium or npm registry, so nothing is known.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import browsers  # noqa: E402 - found by the line before
from served import Served, free_port  # noqa: E402 - as above

LIGHTHOUSE = "lighthouse@12.8.2"
"""The last that runs on Node 20."""

ROUND = "/rounds/the-shared-pot-2026"
PAGES = ("/", ROUND, f"{ROUND}/bids/1", "/how-we-count", "/bids/start", "/vote", "/vote/ballot")
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES, UNKNOWN, SECONDS = 3, 3, 300
FIGURES = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "total-byte-weight")


def main() -> int:
    """Measure every page and say it in a line each."""
    browser = next((path for name in browsers.NAMES if (path := shutil.which(name))), None)
    if not shutil.which("npx") or browser is None:
        print("LIGHTHOUSE UNKNOWN: it needs node (npx) and chromium")
        return UNKNOWN
    with tempfile.TemporaryDirectory() as home:
        server = Served(Path(home), free_port()).start()
        try:
            cookies = _voter(server)
            told = [_of_page(server.address + path, browser, cookies) for path in PAGES]
        finally:
            server.stop()
    if not all(told):
        print("LIGHTHOUSE UNKNOWN: it could not be fetched, or could not measure")
        return UNKNOWN
    for path, page in zip(PAGES, told, strict=True):
        print(f"{path:32} {'  '.join(f'{name} {figure:g}' for name, figure in page.items())}")
    missed = [path for path, page in zip(PAGES, told, strict=True) if any(page[name] < WANTED[name] for name in WANTED)]
    print(f"below what is wanted: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _voter(server: Served) -> str:
    """The cookies of a voter whose ballot is open."""
    with browsers.chromium() as browser:
        page = browser.new_page(base_url=server.address)
        page.goto("/vote")
        page.fill("#voting_code", server.codes["The shared pot 2026", "young people"][0])
        page.get_by_role("button", name="Next").click()
        page.wait_for_url("**/vote/welcome")
        return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())


def _of_page(address: str, browser: str, cookies: str) -> dict[str, float]:
    """The medians of its scores, from 0 to 100, and of its figures; nothing where it could not be measured."""
    runs = [run for _ in range(TIMES) if (run := _once(address, browser, cookies))]
    return {name: median(run[name] for run in runs) for name in runs[0]} if len(runs) == TIMES else {}


def _once(address: str, browser: str, cookies: str) -> dict[str, float]:
    command = ["npx", "--yes", LIGHTHOUSE, address, "--output=json", "--quiet"]
    command += [f"--extra-headers={json.dumps({'Cookie': cookies})}"]
    command += [f"--chrome-flags=--headless=new {' '.join(browsers.ARGUMENTS)}"]
    ran = subprocess.run(
        command,
        env={**os.environ, "CHROME_PATH": browser},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if ran.returncode:
        print(ran.stderr[-600:], file=sys.stderr)
        return {}
    told = json.loads(ran.stdout)
    scores = {name: 100 * (told["categories"][name]["score"] or 0) for name in WANTED}
    return scores | {name: round(told["audits"][name]["numericValue"], 3) for name in FIGURES}


if __name__ == "__main__":
    sys.exit(main())
