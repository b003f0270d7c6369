"""The house's own papers: what they name exists, each decision names its check, and each word stands for one thing."""

import re
from collections import Counter
from dataclasses import fields

import pytest
from source_tree import PB, ROOT, modules, name, text_files

from pb.cli.main import COMMANDS
from pb.core.settings import Settings

ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PAPERS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PARTS = ["## Context", "## Decision", "## Cost", "## The check that holds it"]
ONE_PAGE = 45
PLACE = re.compile(r"`((?:pb|tests|docs|tools|static|templates|migrations|bench)/[A-Za-z0-9_./-]+)`")
WANTED = [
    "round",
    "pot",
    "contribution",
    "proposal",
    "voting code",
    "electorate",
    "ballot paper",
    "marks",
    "urn",
    "slot",
    "step",
]
WANTED += ["outcome", "award", "receipt", "tracker", "entry", "commissioner", "officer", "bundle", "commit", "lot"]


def terms():
    """The first cell of each row of the glossary, but for heads."""
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| ([^|]+?) \|", page, re.MULTILINE)
    return [one.strip("`") for one in found if one not in {"room", "term"} and not one.startswith("---")]


def test_decisions_are_numbered_without_a_gap():
    assert [file.name[:4] for file in ADRS] == [f"{number:04}" for number in range(1, len(ADRS) + 1)]


@pytest.mark.parametrize("file", ADRS, ids=lambda file: file.stem)
def test_a_decision_is_one_page_with_context_decision_cost_and_a_check(file):
    text = file.read_text(encoding="utf-8")
    assert re.match(rf"# {int(file.name[:4])}\. ", text)
    assert re.findall(r"^## .+", text, re.MULTILINE) == PARTS
    assert len(text.splitlines()) <= ONE_PAGE
    assert PLACE.search(text.split(PARTS[-1])[1]), "it names no check"


@pytest.mark.parametrize("file", PAPERS, ids=name)
def test_every_file_that_a_paper_names_exists(file):
    text = file.read_text(encoding="utf-8")
    missing = [place for place in PLACE.findall(text) if not (ROOT / place).exists()]
    links = re.findall(r"\]\(([^)#]+)\)", text)
    missing += [link for link in links if "://" not in link and not (file.parent / link).exists()]
    assert not missing


def test_every_paper_that_the_code_names_exists():
    named = {
        place for file in modules() for place in re.findall(r"docs/[\w./-]+\.md", file.read_text(encoding="utf-8"))
    }
    assert not [place for place in named if not (ROOT / place).exists()]


def test_the_glossary_has_every_room_and_no_word_twice():
    rooms = {place.stem for place in PB.iterdir() if place.suffix == ".py" or (place / "__init__.py").exists()} - {
        "__init__"
    }
    counted = Counter(one.casefold() for one in terms())
    assert not [word for word, times in counted.items() if times > 1]
    assert rooms <= set(counted)
    assert set(WANTED) <= set(counted)


def test_the_readme_names_both_commands_and_what_to_try_next():
    for needed in (
        "make run",
        "make test",
        "pb import-election",
        "python3 -S -m pb.recount",
        "docs/settings.md",
        "LICENSE",
    ):
        assert needed in README, needed


def test_every_command_that_a_paper_or_the_program_names_exists():
    texts = [file.read_text(encoding="utf-8") for file in [*PAPERS, *modules()]]
    named = {word for text in texts for word in re.findall(r"[`/ ]pb ([a-z]+(?:-[a-z]+)*)[ `]", text)}
    in_code = {word for text in texts for word in re.findall(r"`(?:\.venv/bin/)?pb ([a-z]+(?:-[a-z]+)*)", text)}
    assert in_code <= set(COMMANDS), sorted(in_code - set(COMMANDS))
    assert set(COMMANDS) <= named | in_code


def test_every_make_target_that_a_paper_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        word
        for file in PAPERS
        for word in re.findall(r"(?:`|^    )make ([a-z]+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named <= targets


def test_every_setting_does_something():
    sources = {file: file.read_text(encoding="utf-8") for file in modules() if name(file) != "pb/core/settings.py"}
    idle = [
        one.name
        for one in fields(Settings)
        if not any(re.search(rf"\.{one.name}\b", text) for text in sources.values())
    ]
    assert not idle


def test_no_file_names_a_place_on_somebodys_machine():
    pattern = re.compile(r"(?<![\w.}])/(?:home|Users|work|root)/[a-z]")
    assert not [
        name(file) for file in text_files() if pattern.search(file.read_text(encoding="utf-8", errors="replace"))
    ]


def test_no_file_tells_how_or_by_whom_it_was_typed():
    pattern = re.compile(
        r"\b(?:cla[u]de|anthropi[c]|chatgp[t]|copilo[t]|language mode[l]|helper agen[t])", re.IGNORECASE
    )
    assert not [
        name(file) for file in text_files() if pattern.search(file.read_text(encoding="utf-8", errors="replace"))
    ]


def test_the_changelog_has_a_place_for_what_comes_next():
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_licence_is_the_one_that_the_project_names():
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
