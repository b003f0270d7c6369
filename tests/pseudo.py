"""A language that is no language: each sentence of the catalogue between two brackets, so that what nobody can
translate stands out. It has the name of one that is written from right to left, so that dates are in other letters."""

import re
from contextlib import contextmanager
from gettext import NullTranslations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from pages import VOID, Document, plain

from pb.core.words import Words
from pb.core.written import BEGIN, END
from pb.web import languages
from tools import messages

KEY = "fa"
FIRST, LAST = "⟦", "⟧"
NAMES = re.compile(f"{BEGIN}[^{END}]*{END}")
TOLD = ("alt", "aria-label", "data-chosen", "data-label", "placeholder", "title")
"""Attributes that are read to people."""
MACHINES = ("code", "pre", "script", "svg", "textarea")
"""Elements whose text is no sentence of ours."""
DRAWN = {"picture--letter", "swatch__sample"}
"""Classes of letters that are pictures."""


def wrapped(sentence):
    return f"{FIRST}{sentence}{LAST}"


class Wrapping(NullTranslations):
    """What says every sentence between the brackets."""

    def gettext(self, message):
        return wrapped(message)

    def ngettext(self, one, more, number):
        return wrapped(one if number == 1 else more)


WORDS = Words(Wrapping())


@contextmanager
def spoken(folder):
    """The application offers the language while this is open."""
    with messages.POT.open("rb") as source:
        sentences = [one for one in read_po(source) if one.id]
    made = Catalog(locale=KEY, last_translator="A machine", fuzzy=False)
    for one in sentences:
        forms = (wrapped(one.id[0]), *(wrapped(one.id[1]) for _ in range(made.num_plurals - 1)))
        made.add(one.id, forms if one.pluralizable else wrapped(one.id))
    with (folder / f"{KEY}.po").open("wb") as target:
        write_po(target, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "TRANSLATIONS", folder)
        languages.languages.cache_clear()
        yield
    languages.languages.cache_clear()


def unsaid(text):
    """The words of a text that stand between no brackets, without single letters and names that people wrote."""
    depth, found = 0, []
    for piece in re.split(f"([{FIRST}{LAST}])", NAMES.sub("", text)):
        if piece in {FIRST, LAST}:
            depth += 1 if piece == FIRST else -1
        elif depth == 0:
            found += re.findall(r"[A-Za-z]{2}[A-Za-z’' -]*", piece)
    assert depth == 0, text
    return [plain(one) for one in found]


class Main(Document):
    """The words of the main part of a page that can be seen or heard, but for names and what machines read."""

    def __post_init__(self):
        super().__post_init__()
        self.words, self.attributes = "", []

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        self._read(tag, attrs, self.stack if tag in VOID else self.stack[:-1])

    def handle_startendtag(self, tag, attrs):
        super().handle_startendtag(tag, attrs)
        self._read(tag, attrs, self.stack)

    def handle_data(self, data):
        super().handle_data(data)
        if counts(self.stack):
            self.words += data

    def _read(self, tag, attrs, around):
        told = dict(attrs)
        if counts(around) and "lang" not in told:
            self.attributes += [(name, told[name] or "") for name in TOLD if name in told]
            if tag == "input" and told.get("type") in {"button", "submit"}:
                self.attributes.append(("value", told.get("value") or ""))


def counts(stack):
    """Whether what stands in these elements is told to people in the language of the page."""
    tags = [one.tag for one in stack]
    if "main" not in tags:
        return False
    inner = stack[tags.index("main") :]
    own = not any(one.attributes.get("lang", "").startswith("en") for one in inner)
    drawn = any(DRAWN & set((one.attributes.get("class") or "").split()) for one in inner)
    return own and not drawn and not any(tag in MACHINES for tag in tags)


def main_of(html):
    found = Main()
    found.feed(html)
    found.close()
    return found


def untold(html, names=()):
    """The words of a page in the language of brackets that go through no catalogue.

    `names` are those that people wrote: in attributes nothing marks them.
    """
    found = main_of(html)
    told = [(name, one) for name, value in found.attributes for one in unsaid(value)]
    return unsaid(found.words) + [(name, one) for name, one in told if one not in names]
