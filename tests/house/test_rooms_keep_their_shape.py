"""Rooms have few files with the same names everywhere, and each says what it is for."""

import ast
import re
import tomllib

import pytest
from source_tree import PB, ROOT, modules, name, tree

SIX = {"rules", "models", "queries", "actions", "forms", "routes"}
# Files beside the six, each for a reason that an ADR gives.
BESIDE = {
    "pb/booth/pack": "what a browser makes screens of",
    "pb/booth/visit": "all that casting works with, handed over as one",
    "pb/booth/voter": "the voter's pass, an encrypted cookie",
    "pb/desk/clockwork": "steps that are transactions of their own",
    "pb/events/enrolled": "the tablet of a browser, an encrypted cookie",
    "pb/factors/totp": "the one place that knows pyotp",
    "pb/media/drafting": "the one place that runs a program, in transactions of its own",
    "pb/people/guards": "who may pass a route",
    "pb/people/passwords": "the one place that knows argon2",
    "pb/proposals/letters": "what bidders are told",
    "pb/proposals/words": "what parts of a bid and its states are called",
    "pb/signs/shelf": "the one place that knows the files of videos",
    "pb/post/delivery": "sending, in transactions of its own",
}
FLOORS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
ROOMS = FLOORS[1]["containers"]
FORBIDDEN_WORDS = re.compile(r"(Manager|Helper|Handler|Data|Info)$")
FOREIGN_WORDS = {"BaseRouteHandler", "DeclarativeBase", "MetaData"}


def test_every_part_of_the_house_stands_on_a_floor():
    on_floors = {part.strip() for layer in FLOORS[0]["layers"] for part in layer.split("|")}
    parts = {f"pb.{place.stem}" for place in PB.iterdir() if place.suffix == ".py" or (place / "__init__.py").exists()}
    assert parts - {"pb.__init__"} == on_floors


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_the_six_files_and_no_others_without_a_reason(room):
    folder = PB / room.removeprefix("pb.")
    found = {place.stem for place in folder.iterdir() if place.suffix == ".py" or (place / "__init__.py").exists()}
    assert {f"pb/{folder.name}/{one}" for one in found - SIX - {"__init__"}} <= set(BESIDE)


def test_every_folder_says_what_it_is_for_and_exports_nothing():
    for file in (file for file in modules() if file.name == "__init__.py"):
        body = tree(file).body
        assert len(body) == 1, name(file)
        assert ast.get_docstring(tree(file)), name(file)


def test_nothing_is_called_by_a_word_that_means_nothing():
    vague = [
        f"{name(file)}: {node.name}"
        for file in modules()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ClassDef) and FORBIDDEN_WORDS.search(node.name) and node.name not in FOREIGN_WORDS
    ]
    vague += [
        name(file) for file in modules() if file.stem in {"utils", "helpers", "common", "misc", "base_repository"}
    ]
    assert not vague


def test_nothing_is_imported_late():
    late = [
        f"{name(file)}:{node.lineno}"
        for file in modules()
        for outer in ast.walk(tree(file))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not late
