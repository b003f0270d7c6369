"""What the voting screens say is short and easy: at most twelve words a sentence, and an automated readability index of
at most four, by the formula of Senter and Smith (1967)."""

import re

import pytest

from pb.web.languages import TRANSLATIONS, catalogue
from pb.web.pages import TEMPLATES

MOST_WORDS, HARDEST = 12, 4
BOOTH = (
    "pb/booth/",
    "pb/roll/",
    "pb/web/",
    "templates/booth/",
    "templates/parts/",
    "templates/layouts/booth",
)
REFUSALS = list((TEMPLATES / "refusals").glob("*.html"))
ON_VOTING_SCREENS = tuple(
    f"templates/refusals/{file.name}" for file in REFUSALS if "layouts/booth.html" in file.read_text(encoding="utf-8")
)
PLACES = {"English": (*BOOTH, *ON_VOTING_SCREENS), "Easy English": (*BOOTH, "templates/refusals/")}
"""What is refused on another page is as easy in Easy English as what a voting screen says."""
WORD = re.compile(r"[\w’'-]+")


def sentences_of(text):
    return [one for one in re.split(r"[.?!]+\s*", text) if one.strip()]


def readability(text):
    """The automated readability index: the school year in which a text can be read, roughly."""
    words = WORD.findall(text)
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences_of(text)) - 21.43


def said(which):
    """Whole sentences of the booth, with a short word where something is put in; labels of a word or two are none."""
    for one in catalogue(TRANSLATIONS / "en_GB@easy.po"):
        if one.id and any(place.startswith(PLACES[which]) for place, _ in one.locations):
            forms = one.id if which == "English" else one.string
            for form in forms if one.pluralizable else [forms]:
                text = re.sub(r"\{\w+\}", "ten", form)
                if text.endswith((".", "?")) and len(WORD.findall(text)) > 2:
                    yield text


@pytest.mark.parametrize("which", ["English", "Easy English"])
def test_every_sentence_of_the_booth_is_short_and_easy(which):
    assert len(list(said(which))) > 60
    long = [text for text in said(which) if max(len(WORD.findall(one)) for one in sentences_of(text)) > MOST_WORDS]
    hard = [(text, round(readability(text), 1)) for text in said(which) if readability(text) > HARDEST]
    assert (long, hard) == ([], [])


def test_a_long_and_a_hard_sentence_are_seen():
    assert readability("Approximately two hundred councillors deliberated extensively.") > HARDEST
    assert len(WORD.findall("It is a very long one and it goes on and on without end.")) > MOST_WORDS
