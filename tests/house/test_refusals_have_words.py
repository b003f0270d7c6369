"""Every refusal finds a page that says it kindly, and every page of a refusal belongs to one."""

import importlib
import pkgutil

import pb
from pb.app.refusals import STATUS, _file_name
from pb.core.refusals import Refusal
from pb.web.pages import TEMPLATES

# Pages for what the framework or a bug refuses, and the layout of them all.
OTHERS = {"kind", "broken", "too-large"}


def refusals():
    for found in pkgutil.walk_packages(pb.__path__, "pb."):
        if not found.name.startswith(("pb.cli.main", "pb.recount")):
            importlib.import_module(found.name)
    known, todo = set(), [Refusal]
    while todo:
        below = todo.pop().__subclasses__()
        known.update(below)
        todo.extend(below)
    return {one for one in known if one.__module__.startswith("pb.")}


def has_page(refusal):
    return (TEMPLATES / "refusals" / f"{_file_name(refusal.__name__)}.html").exists()


def test_every_refusal_is_of_a_kind_that_has_a_status_and_a_page():
    found = refusals()
    assert len(found) > 30
    for refusal in found:
        kinds = [kind for kind in STATUS if issubclass(refusal, kind)]
        assert len(kinds) == 1, refusal
        assert has_page(refusal) or has_page(kinds[0]), refusal


def test_every_page_of_a_refusal_belongs_to_one():
    pages = {file.stem for file in (TEMPLATES / "refusals").glob("*.html")}
    assert pages - OTHERS <= {_file_name(refusal.__name__) for refusal in refusals()}


def test_every_refusal_says_in_a_sentence_what_it_means():
    for refusal in refusals():
        assert (refusal.__doc__ or "").strip().endswith("."), refusal
