"""Every sentence that goes through gettext can be found, and stands in the catalogue that translations begin from."""

import ast
import re

from source_tree import modules, name, nodes

from tools import messages

PLACES = tuple(messages.PLACES)


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
