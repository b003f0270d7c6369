"""Every sentence that goes through gettext can be found, and stands in the catalogue that translations begin from."""

import ast
import re

import pytest
from babel.messages.pofile import read_po
from jinja2 import nodes as jinja
from source_tree import modules, name, nodes

from pb.core.settings import read_settings
from pb.web.languages import catalogue, is_translated, language
from pb.web.pages import TEMPLATES, make_environment
from tools import messages

PLACES = tuple(messages.PLACES)
CATALOGUES = sorted(messages.POT.parent.glob("*.po"))
ENVIRONMENT = make_environment(read_settings({}))
PLACE = re.compile(r"\{(\w+)\}")


def says():
    """Each call that says a sentence: its place, and its arguments that are sentences."""
    for file in (file for file in modules() if name(file).startswith(PLACES)):
        for call in nodes(file, ast.Call):
            match call.func:
                case ast.Name(id="say"):
                    yield f"{name(file)}:{call.lineno}", call.args[:1], call
                case ast.Attribute(attr="many", value=ast.Name(id="say")):
                    yield f"{name(file)}:{call.lineno}", call.args[:2], call


def test_sentences_stand_in_the_code_as_they_are_and_are_not_put_together():
    loose = [
        place
        for place, sentences, _ in says()
        if not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in sentences)
    ]
    assert not loose


def test_what_is_put_into_a_sentence_is_what_it_has_places_for():
    wrong = []
    for place, sentences, call in says():
        given = {word.arg for word in call.keywords}
        for one in sentences:
            wanted = set(re.findall(r"\{(\w+)\}", one.value)) - {"number"}
            if None not in given and wanted - given:
                wrong.append((place, one.value))
    assert not wrong


def test_the_catalogue_has_every_sentence_of_the_code_and_no_other():
    assert messages.POT.read_bytes() == messages.extracted(), "run `make messages`"
    text = messages.POT.read_text(encoding="utf-8")
    assert "If {number} more of the {group} who voted had chosen it." in text
    assert len(list(says())) > 100


def test_every_sentence_of_the_code_and_of_a_template_is_found():
    with messages.POT.open("rb") as source:
        known = {form for one in read_po(source) if one.id for form in (one.id if one.pluralizable else [one.id])}
    said = {one.value for _, sentences, _ in says() for one in sentences}
    for path in TEMPLATES.rglob("*.html"):
        for call in ENVIRONMENT.parse(path.read_text(encoding="utf-8")).find_all(jinja.Call):
            assert not (isinstance(call.node, jinja.Getattr) and call.node.attr == "many"), (
                f"{path}: say it with many(…)"
            )
            if isinstance(call.node, jinja.Name) and call.node.name in {"say", "many"}:
                said |= {one.value for one in call.args[: 2 if call.node.name == "many" else 1]}
    assert not said - known


def untranslated(file, places):
    return [
        one.id
        for one in catalogue(file)
        if one.id and any(place.startswith(places) for place, _ in one.locations) and not is_translated(one)
    ]


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_language_has_every_sentence(file):
    assert not untranslated(file, PLACES)


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_catalogue_is_as_make_messages_writes_it_and_says_who_translated(file):
    assert file.read_bytes() == messages.updated(file), "run `make messages`"
    assert language(file.stem).by
    assert language(file.stem).name != "The name of this language, in itself"


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
def test_a_translation_has_places_for_what_is_put_in_and_no_others(file):
    wrong = []
    for one in catalogue(file):
        forms = one.string if one.pluralizable else [one.string]
        wanted = set().union(*(PLACE.findall(form) for form in (one.id if one.pluralizable else [one.id])))
        for form in filter(None, forms):
            found = set(PLACE.findall(form))
            wrong += [(one.id, form)] if found - wanted or wanted - found - {"number"} else []
    assert not wrong


def test_there_are_two_complete_languages_and_easy_words_marked_as_drafts():
    assert {"ur", "pl", "en_GB@easy"} <= {file.stem for file in CATALOGUES}
    assert [language(key).direction for key in ("", "en_GB@easy", "pl", "ur")] == ["ltr", "ltr", "ltr", "rtl"]
    assert language("xx").key == ""
