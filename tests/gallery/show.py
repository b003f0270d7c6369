"""Render every macro in every layout to plain files, photograph them at three widths and let axe look at them.

    python tests/gallery/show.py FOLDER [--only NAME] [--theme dark|cream] [--size large|larger|largest]
        [--direction rtl]

Writes FOLDER/<page>.html and FOLDER/<page>-<width>.png; prints axe's findings and sideways scrolling; exits 1 if any.
"""

import argparse
import json
import sys
import threading
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import segno
from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup
from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

from pb.core.settings import read_settings
from pb.core.words import ENGLISH
from pb.media.rules import Sounds
from pb.people.rules import Role, Viewer
from pb.web.pages import make_environment
from pb.web.qr import check_square
from pb.web.slip_pictures import three_pictures

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AXE = ROOT / "tests/vendor/axe-core/axe.min.js"
CHROMIUM = "/usr/bin/chromium"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {390: 844, 820: 1180, 1280: 800}


@dataclass(frozen=True)
class Look:
    """What a person has chosen on "Make it easier for me"."""

    theme: str = ""
    size: str = ""
    calm: str = ""
    pictures: str = ""
    hand: str = ""


def bid(number: int, title: str, sentence: str, ask: int, picture: str = "", symbol: str = "") -> dict[str, object]:
    """A bid as the cards want it; one in three carries a tag."""
    tag, kind = {1: ("Funded", "good"), 2: ("Not this time", "bad")}.get(number, (None, ""))
    return {
        "number": number, "title": title, "sentence": sentence, "ask": ask, "picture": picture, "symbol": symbol,
        "symbol_description": f"Picture of {title.lower()}", "pile": 1 + number % 4, "tag": tag, "tag_kind": kind,
        "lang": "en-GB", "direction": "ltr", "sounds": Sounds(),
        "tint": ["leaf", "sky", "peach", "rose", "sand", "lilac", "sea"][number % 7],
    }  # fmt: skip


BIDS = [
    bid(1, "A garden to touch and smell", "Plants, water and soft paths for every child.", 425000, "sensory-garden"),
    bid(2, "Swimming for all of us", "A warm pool, a hoist and a kind teacher.", 610000, "inclusive-swimming"),
    bid(3, "Young film makers", "We make films about our own lives.", 380000, "young-film-makers"),
    bid(4, "Time bank for parents", "One hour of help for one hour of help.", 150000, "time-bank"),
    bid(5, "Wheelchair basketball", "Fast, loud and open to brothers and sisters.", 495000, "wheelchair-basketball"),
    bid(6, "Calm room at the library", "A quiet place when it is too much.", 720000, "calm-room"),
    bid(7, "Sign language club", "Learn to sign with your friends.", 210050, "sign-language-club"),
    bid(8, "Adapted bikes", "Bikes with three wheels, or for two.", 890000, "adapted-bikes"),
    bid(9, "Cooking together", "Cook it, eat it, take it home.", 265000, "cooking-together"),
    bid(10, "Music and drumming", "Loud drums, soft drums, your drums.", 330000, "music-and-drumming"),
    bid(11, "Farm visits", "Meet the goats. Feed the chickens.", 175000, "", "goat"),
    bid(12, "Travel buddies", "Learn the bus with somebody at your side.", 240000),
]


def facts(look: Look) -> dict[str, object]:
    """Everything the gallery's pages ask for."""
    phases = [
        ("Setting up", "Until 1 May", "done"), ("Bids", "1 May to 12 June", "done"),
        ("Checking bids", "Until 4 September", "now"),
        ("Voting", "9 September to 23 October", ""), ("Results", "From 2 November", ""),
    ]  # fmt: skip
    symbols = json.loads((ROOT / "static/symbols/symbols.json").read_text(encoding="utf-8"))
    return {
        "look": look,
        "bids": BIDS,
        "phases": [dict(zip(("name", "when", "state"), phase, strict=True)) for phase in phases],
        "bars": [{"label": b["title"], "width": 92 - 7 * i, "text": f"{92 - 7 * i}"} for i, b in enumerate(BIDS[:7])],
        "paired": [
            {"label": b["title"], "bars": [(80 - 9 * i, str(80 - 9 * i)), (30 + 11 * i, str(30 + 11 * i))]}
            for i, b in enumerate(BIDS[:4])
        ],
        "pot": [
            ["City council", "Top-slice of 1%", "£25,000"],
            ["Integrated care board", "Fixed sum", "£20,000"],
            ["Children’s trust", "Fixed sum", "£15,000"],
        ],
        "tasks": [
            {"title": "The idea", "href": "#1", "status": "Completed", "kind": "", "hint": None},
            {
                "title": "Money",
                "href": "#2",
                "status": "In progress",
                "kind": "calm",
                "hint": "Two rows, £1,250 so far",
            },
            {"title": "People", "href": "#3", "status": "Not started", "kind": "brand", "hint": None},
            {"title": "Check and send", "href": None, "status": "Cannot start yet", "kind": "", "hint": None},
        ],
        "symbols": symbols[:12],
        "qr": Markup(segno.make("HTTPS://EXAMPLE.ORG/V/K7QM2D9X4TRA", error="m").svg_inline(scale=4, omitsize=True)),  # noqa: S704
        "slip": {
            "code": "K7QM-2D9X-4TRA",
            "pictures": three_pictures("K7QM-2D9X-4TRA", ENGLISH),
            "square": check_square("https://example.org", "autumn-round", "K7QM-2D9X-4TRA"),
            "address": "https://example.org/rounds/autumn-round/ballot",
        },
        "ways": [("Projects", "#projects", True), ("How it works", "#how", False), ("Your bid", "#bid", False)],
        "rail": [
            {"title": "", "links": [{"text": "All rounds", "href": "#all", "current": False, "count": None}]},
            {
                "title": "Autumn round",
                "links": [
                    {"text": text, "href": f"#{i}", "current": i == 0, "count": 3 if i == 2 else None}
                    for i, text in enumerate(["Overview", "The pot", "Bids to check", "Roll", "Phases", "Record"])
                ],
            },
        ],
        "viewer": Viewer(staff_id="1", name="Priya Shah", role=Role.COMMISSIONER, agency="City council"),
        "form_token": "abc",
        "errors": {},
    }


ERRORS = {
    "title": "Give your idea a name",
    "sentence": "Say in one sentence what you will do",
    "less": "Choose yes or no",
}


class Quiet(SimpleHTTPRequestHandler):
    """Serves the rendered pages and static files, whatever hash stands in an address."""

    def translate_path(self, path: str) -> str:
        """Static files come from the checkout, pages from the folder."""
        parts = path.split("?", maxsplit=1)[0].split("/")
        return str(ROOT / "static" / "/".join(parts[3:])) if parts[1] == "static" else super().translate_path(path)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def render(folder: Path, look: Look, direction: str = "ltr") -> list[str]:
    """Write every page; return their names."""
    environment = make_environment(read_settings({}))
    environment.loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), environment.loader])
    names = []
    for source in sorted((HERE / "templates").glob("*.html")):
        page = environment.get_template(source.name)
        shown = facts(look) | {"direction": direction} | ({"errors": ERRORS} if source.stem == "forms" else {})
        (folder / source.name).write_text(page.render(shown), encoding="utf-8")
        names.append(source.stem)
    return names


def note_error(wrong: list[str], where: str, message: ConsoleMessage) -> None:
    """Keep an error of the browser's console, such as a file not found."""
    if message.type == "error":
        wrong.append(f"{where}: {message.text}")


def look_at(browser: Browser, address: str, name: str, folder: Path) -> list[str]:
    """Photograph one page at each width; return what is wrong with it."""
    wrong = []
    for width, height in {320: 640, **WIDTHS}.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        page.on("console", partial(note_error, wrong, f"{name} {width}"))
        page.goto(f"{address}/{name}.html")
        page.wait_for_load_state("networkidle")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{name} {width}: scrolls sideways")
        if width in WIDTHS:
            page.evaluate("document.querySelectorAll('[loading=lazy]').forEach(i => { i.loading = 'eager'; })")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
            page.add_script_tag(path=AXE)
            found = page.evaluate("axe.run(document, {rules: {'color-contrast-enhanced': {enabled: true}}})")
            wrong += [
                f"{name} {width}: {v['id']} {n['target']} {n['any'][0]['message'] if n['any'] else v['help']}"
                for v in found["violations"]
                for n in v["nodes"]
            ]
        page.close()
    return wrong


def main() -> int:
    """Render, photograph, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--theme", default="light")
    parser.add_argument("--size", default="")
    parser.add_argument("--direction", default="ltr")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    names = render(chosen.folder, Look(theme=chosen.theme, size=chosen.size), chosen.direction)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(chosen.folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        wrong = [w for name in names if chosen.only in name for w in look_at(browser, address, name, chosen.folder)]
    server.shutdown()
    print("\n".join(wrong) or "axe: 0 violations, no sideways scroll, no errors")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
