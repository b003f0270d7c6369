"""Templates name only what exists: files, other templates, macros, and facts that the code hands to them."""

import ast
import re

import pytest
from jinja2 import nodes as jinja
from source_tree import ROOT, modules, nodes

from pb.core.settings import read_settings
from pb.web.assets import STATIC
from pb.web.pages import TEMPLATES, make_environment

ENVIRONMENT = make_environment(read_settings({}))
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
GIVEN = {"form_token", "viewer", "path", "notice"}
REFUSAL_FACTS = {"facts", "errors"}


def parsed(name):
    return ENVIRONMENT.parse((TEMPLATES / name).read_text(encoding="utf-8"))


def calls():
    """(template, facts or None where they cannot be read) of every page that the code renders."""
    for file in modules():
        for call in nodes(file, ast.Call):
            first = call.args[0] if call.args else None
            named = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
            if named.endswith(".html") and not named.startswith("/"):  # an address may end so, too
                facts = {word.arg for word in call.keywords}
                yield named, None if None in facts else facts - {"status", "block"}


CALLS = list(calls())


def names_in(name):
    """Names that a template takes from outside, its layouts' included, but for those it asks about first."""
    tree = parsed(name)
    wanted = {one.name for one in tree.find_all(jinja.Name) if one.ctx == "load"}
    made = {one.name for one in tree.find_all(jinja.Name) if one.ctx in {"store", "param"}}
    made |= {one.name for one in tree.find_all(jinja.Macro)} | {one.target for one in tree.find_all(jinja.Import)}
    names = [name for one in tree.find_all(jinja.FromImport) for name in one.names]
    made |= {name[1] if isinstance(name, tuple) else name for name in names}
    asked = {
        one.node.name for one in tree.find_all(jinja.Test) if one.name == "defined" and isinstance(one.node, jinja.Name)
    }
    asked |= {
        one.node.name
        for one in tree.find_all(jinja.Filter)
        if one.name in {"default", "d"} and isinstance(one.node, jinja.Name)
    }
    above = [one.template.value for one in tree.find_all(jinja.Extends)]
    for layout in above:
        wanted |= names_in(layout)
    return wanted - made - asked - {"caller", "super", "self", "loop", "varargs", "kwargs"}


@pytest.mark.parametrize("name", NAMES)
def test_a_template_asks_for_static_files_and_templates_that_exist(name):
    tree = parsed(name)
    for call in tree.find_all(jinja.Call):
        if isinstance(call.node, jinja.Name) and call.node.name == "asset" and isinstance(call.args[0], jinja.Const):
            assert (STATIC / call.args[0].value).is_file(), f"{name}: {call.args[0].value}"
    for kind in (jinja.Extends, jinja.Include, jinja.Import, jinja.FromImport):
        for one in tree.find_all(kind):
            assert one.template.value in NAMES, f"{name}: {one.template.value}"


@pytest.mark.parametrize("name", NAMES)
def test_a_template_uses_macros_that_exist(name):
    macros = ENVIRONMENT.globals["ui"]
    for one in parsed(name).find_all(jinja.Getattr):
        if isinstance(one.node, jinja.Name) and one.node.name == "ui":
            assert hasattr(macros, one.attr), f"{name}: ui.{one.attr}"
        inner = one.node
        if isinstance(inner, jinja.Getattr) and isinstance(inner.node, jinja.Name) and inner.node.name == "ui":
            assert hasattr(getattr(macros, inner.attr), one.attr), f"{name}: ui.{inner.attr}.{one.attr}"


def test_every_page_that_the_code_renders_exists():
    assert CALLS
    assert {name for name, _ in CALLS} <= set(NAMES)


def test_every_page_is_given_the_names_that_it_uses():
    missing = {}
    for name, facts in CALLS:
        if facts is None or name not in NAMES:
            continue
        lacking = names_in(name) - facts - GIVEN - set(ENVIRONMENT.globals)
        if lacking:
            missing[name] = sorted(lacking)
    assert not missing


def test_every_page_of_a_refusal_uses_only_what_all_of_them_are_given():
    for name in (name for name in NAMES if name.startswith("refusals/")):
        assert names_in(name) <= GIVEN | REFUSAL_FACTS | set(ENVIRONMENT.globals), name


@pytest.mark.parametrize("name", NAMES)
def test_no_script_and_no_style_stands_in_a_template(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", text), name
    assert not re.search(r"<style\b", text), name
    assert not re.search(r"<[a-z][^>]*\s(style|on[a-z]+)\s*=", text), name
    assert "javascript:" not in text, name


@pytest.mark.parametrize("name", NAMES)
def test_every_posting_form_of_a_template_carries_a_token(name):
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    forms = re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", text, re.DOTALL | re.IGNORECASE)
    assert all("form_token" in form or "csrf" in form or "token" in form for form in forms), name


def test_no_template_asks_the_browser_to_fetch_from_elsewhere():
    pattern = re.compile(
        r"(?:src|srcset|action)=[\"']https?://|<link[^>]+href=[\"']https?://|@import|url\(\s*[\"']?https?:"
    )
    places = [
        *TEMPLATES.rglob("*.html"),
        *(ROOT / "static" / "css").glob("*.css"),
        *(ROOT / "static" / "js").glob("*.js"),
    ]
    assert not [file.name for file in places if pattern.search(file.read_text(encoding="utf-8"))]
