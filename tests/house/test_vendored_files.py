"""Everything under `static/vendor` and `tests/vendor` came from a pinned package, unchanged since, with its licence."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "static/vendor/vendored.json"
FOLDERS = ("static/vendor", "tests/vendor")
LISTED = json.loads(LIST.read_text(encoding="utf-8"))


def files_found() -> set[str]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file() and path != LIST)
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_every_vendored_file_is_listed_and_every_listed_file_is_there():
    licences = {entry["licence_file"] for entry in LISTED}
    assert files_found() == {entry["file"] for entry in LISTED} | licences


def test_every_vendored_file_has_the_hash_it_is_listed_with():
    changed = [
        entry["file"]
        for entry in LISTED
        if hashlib.sha256((ROOT / entry["file"]).read_bytes()).hexdigest() != entry["sha256"]
    ]
    assert not changed


def test_every_vendored_file_names_package_version_source_and_licence():
    for entry in LISTED:
        assert all(entry[key] for key in ("package", "version", "source", "licence")), entry["file"]
        assert len((ROOT / entry["licence_file"]).read_text(encoding="utf-8")) > 500, entry["licence_file"]


def test_the_govuk_sheets_ask_for_nothing_of_gov_uk():
    for name in ("govuk-frontend.css", "govuk-frontend.rtl.css"):
        sheet = (ROOT / "static/vendor/govuk" / name).read_text(encoding="utf-8")
        assert "url(" not in sheet
        assert "@font-face" not in sheet
        assert "GDS Transport" not in sheet


WITHOUT_RULES = {
    "govuk-button--plain",
    "govuk-checkboxes",
    "govuk-file-upload--error",
    "govuk-js-character-count",
    "govuk-panel__body",
    "govuk-radios",
}
"""Classes of the templates that have no rules of their own in GOV.UK's sheet."""
FILES = {"govuk-frontend", "govuk-init"}


@pytest.mark.parametrize("name", ["govuk-frontend.css", "govuk-frontend.rtl.css"])
def test_the_govuk_sheets_have_rules_for_what_the_templates_name_and_for_nothing_else(name):
    sheet = re.sub(r"\\|:not\([^)]*\)", "", (ROOT / "static/vendor/govuk" / name).read_text(encoding="utf-8"))
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html")]
    named = {one for text in texts for one in re.findall(r"govuk-[\w!-]+", text)} - FILES
    ruled = set(re.findall(r"\.(govuk-[\w!-]+)", sheet))
    begun = tuple(one for one in named if one.endswith("-"))
    assert named - ruled - set(begun) <= WITHOUT_RULES, "run `make vendor`"
    assert {one for one in begun if not any(rule.startswith(one) for rule in ruled)} == set()
    blocks = {re.split("__|--", one)[0] for one in named} | {"govuk-frontend-supported"}
    assert {one for one in ruled if re.split("__|--", one)[0] not in blocks} == set()


def test_every_symbol_and_picture_of_the_lists_is_there_and_described():
    symbols = json.loads((ROOT / "static/symbols/symbols.json").read_text(encoding="utf-8"))
    pictures = json.loads((ROOT / "static/pictures/pictures.json").read_text(encoding="utf-8"))
    for row in [*symbols, *pictures]:
        assert (ROOT / "static" / row["file"]).is_file(), row["id"]
        assert row["description"], row["id"]
    assert len({row["id"] for row in symbols}) == len(symbols)
