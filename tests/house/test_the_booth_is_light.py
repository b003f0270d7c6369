"""What a telephone loads before somebody can vote: bounds in bytes, as they travel."""

import gzip
import re

from pb.web.assets import STATIC

BOOTH_SCRIPTS = 12_000
"""Bytes of all scripts that every voting screen has."""

LOCAL_SCRIPTS = 9_500
"""Bytes of what makes screens without the server; it comes while the first of them is read."""

FRAME = 75_000
"""Bytes of scripts, sheets and the typeface of a first visit, so that some are left for the page itself."""

IMPORT = re.compile(r'^import (?:.+ from )?"(\./[^"]+)";', re.MULTILINE)


def with_imports(file, found=None):
    """A script and everything that it imports at once."""
    found = {} if found is None else found
    if file not in found:
        found[file] = file.read_text(encoding="utf-8")
        for name in IMPORT.findall(found[file]):
            with_imports(file.parent / name, found)
    return found


def travels(body):
    return len(gzip.compress(body, 9))


def test_all_scripts_of_a_voting_screen_are_twelve_kilobytes_at_most():
    scripts = with_imports(STATIC / "js" / "booth.js")
    assert len(scripts) > 6
    assert sum(travels(text.encode()) for text in scripts.values()) <= BOOTH_SCRIPTS


def test_what_makes_screens_without_the_server_is_light_too():
    scripts = with_imports(STATIC / "js" / "booth" / "local.js")
    assert len(scripts) > 4
    own = {file for file in scripts if file.name == "local.js" or file.parent.name == "local"}
    assert sum(travels(scripts[file].encode()) for file in own) <= LOCAL_SCRIPTS


def test_a_first_visit_is_light_before_any_picture_comes():
    scripts = with_imports(STATIC / "js" / "booth.js")
    sheets = [STATIC / "css" / name for name in ("tokens.css", "booth.css", "tones.css")]
    (typeface,) = (STATIC / "vendor" / "atkinson").glob("atkinson-hyperlegible-next-*-latin.woff2")
    total = sum(travels(text.encode()) for text in scripts.values()) + typeface.stat().st_size
    total += sum(travels(sheet.read_bytes()) for sheet in sheets)
    assert total <= FRAME, total
