"""The languages of the pages: one for each catalogue in `translations/`. Which there are, no code knows."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

from pb.core.clock import in_london, london_date, london_text
from pb.core.words import Words
from pb.web.words import PageWords

DRAFT = "Machine draft, to be checked by a person"
"""The last translator of a catalogue that nobody has checked."""

TRANSLATIONS = Path(__file__).resolve().parents[2] / "translations"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that people can choose.

    Attributes:
        key: the name of its catalogue, such as `ur` or `en_GB@easy`; empty for English as it stands in the code.
        name: what its speakers call it.
        tag: for the attribute `lang`, such as `en-GB`.
        direction: `ltr` or `rtl`.
        by: who translated the pages, in the words of the catalogue; empty for English.
        told: how many sentences of the pages are translated, of all that there are.
        words: what says a sentence in it.
    """

    key: str
    name: str
    tag: str
    direction: str
    by: str
    told: tuple[int, int] = (0, 0)
    words: Words = field(default=PageWords(NullTranslations()), compare=False, repr=False)

    @property
    def is_draft(self) -> bool:
        """Whether its words are a machine's, and no person has checked them."""
        return self.by == DRAFT


PLAIN = Language("", "English", "en-GB", "ltr", "")


@cache
def languages() -> tuple[Language, ...]:
    """All of them, English first, then by their file names."""
    return PLAIN, *(_language(file) for file in sorted(TRANSLATIONS.glob("*.po")))


def language(key: str) -> Language:
    """The language of this key; English where there is none."""
    return next((one for one in languages() if one.key == key), PLAIN)


def moment(instant: datetime, tongue: Language) -> str:
    """An instant in London as people who speak this language read it."""
    if tongue == PLAIN:
        return london_text(instant)
    return format_datetime(in_london(instant), "EEEE d MMMM y, HH:mm", locale=tongue.key)


def day(instant: datetime, tongue: Language) -> str:
    """The day of an instant in London as people who speak this language read it."""
    if tongue == PLAIN:
        return london_date(instant)
    return format_date(in_london(instant).date(), "d MMMM y", locale=tongue.key)


def as_written(text: str, tongue: Language) -> str:
    """What somebody wrote, as a piece of a page in this language: marked as English where that is another one."""
    if tongue == PLAIN:
        return text
    return Markup('<span lang="{}" dir="{}">{}</span>').format(PLAIN.tag, PLAIN.direction, text)


def own_words(text: str, tongue: Language) -> str:
    """What the reader wrote, as a piece of a page: marked as `as_written` does, in the direction of its own letters."""
    if tongue == PLAIN:
        return text
    return Markup('<span lang="{}" dir="auto">{}</span>').format(PLAIN.tag, text)


def translated(told: str, own: str, tongue: Language) -> tuple[str, str, str]:
    """What somebody wrote, with its language and direction: as it was told in this language, else in its own words."""
    spoken = tongue if told else PLAIN
    return told or own, spoken.tag, spoken.direction


def catalogue(file: Path) -> Catalog:
    """The sentences of a language with their translations, as the file says them."""
    with file.open("rb") as source:
        return read_po(source, locale=file.stem)


def is_translated(sentence: Message) -> bool:
    """Whether a sentence has its translation, in each form that its language has for numbers."""
    said = sentence.string if isinstance(sentence.string, tuple | list) else [sentence.string]
    return bool(said) and all(said)


def _language(file: Path) -> Language:
    found = catalogue(file)
    sentences = [one for one in found if one.id]
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    locale, say = Locale.parse(file.stem), PageWords(GNUTranslations(compiled))
    tag = "-".join(filter(None, (locale.language, locale.script, locale.territory)))
    return Language(
        key=file.stem,
        name=say("The name of this language, in itself"),
        tag=tag,
        direction=locale.text_direction,
        by=found.last_translator,
        told=(sum(map(is_translated, sentences)), len(sentences)),
        words=say,
    )
