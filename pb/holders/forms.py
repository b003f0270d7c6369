"""The forms of key holders: their names, and passphrases, which no page ever shows again."""

from collections.abc import Sequence

from pb.holders.rules import DEFAULT_NAMES, LONGEST_NAME, HolderView, inside
from pb.keys.passphrases import (
    HOLDERS,
    NEEDED,
    WORDS,
    PassphraseMissing,
    PassphraseOfAnotherRound,
    PassphraseRefused,
    PassphrasesDoNotFit,
    PassphraseVoid,
    SamePassphraseTwice,
    WordsDoNotAgree,
    WordsMiscounted,
    WordsUnknown,
)
from pb.web.forms import Form, Mistakes, required_text

NAMES = tuple(f"holder-{number}" for number in range(1, HOLDERS + 1))
FIELDS = tuple(f"passphrase-{which}" for which in range(1, NEEDED + 1))
MOST_PLACES = 6


def typed_names(holders: Sequence[HolderView]) -> dict[str, str]:
    """What stands in the fields of the names: those that there are, or the usual ones."""
    return dict(zip(NAMES, [one.name for one in holders] or DEFAULT_NAMES, strict=True))


def read_names(form: Form, mistakes: Mistakes) -> list[str]:
    """The names of the three holders, each on one line and each another."""
    names = list[str]()
    for field in NAMES:
        typed = required_text(form, mistakes, field, most=LONGEST_NAME, missing="Say who holds this sheet")
        name = " ".join(typed.split())
        if name and name.casefold() in {one.casefold() for one in names}:
            mistakes.add(field, "Two holders have the same name. Give each their own")
        names.append(name)
    return names


def read_passphrases(form: Form) -> list[str]:
    """What was typed; it goes nowhere but to where the key is unlocked."""
    return [form.text(field) for field in FIELDS]


def add_mistake(refusal: PassphraseRefused, names: Sequence[str], mistakes: Mistakes) -> None:
    """Say beside its field what is wrong with a passphrase, without a word of it. `names` are of all holders."""
    which = refusal.facts["which"]
    assert isinstance(which, int)  # noqa: S101 - so says every kind of it; this tells the type
    mistakes.add(FIELDS[which - 1], _words(refusal, which, names))


def _words(refusal: PassphraseRefused, which: int, names: Sequence[str]) -> str:
    match refusal:
        case PassphraseMissing():
            return f"Type the {'first' if which == 1 else 'second'} passphrase: the {WORDS} words of a sheet"
        case WordsUnknown():
            return _unknown(refusal)
        case WordsMiscounted():
            slip = "Look for one left out, or two written as one"
            return f"{refusal.facts['words']} words were typed, and a passphrase has {WORDS}. {slip}"
        case SamePassphraseTwice():
            return f"Both are from one sheet. Type that of another holder too: {', '.join(map(inside, names))}"
    return _SENTENCES[type(refusal)]


_SENTENCES: dict[type[PassphraseRefused], str] = {
    WordsDoNotAgree: (
        "Every word is one that is used, but not all are those of the sheet, or two have changed places. "
        "Compare them one by one with the sheet"
    ),
    PassphraseOfAnotherRound: "This sheet was not made for this round. Look at the name of the round on it",
    PassphraseVoid: "This sheet is void: newer ones were made for this round after it. Look at the date on it",
    PassphrasesDoNotFit: (
        "These two do not open the votes, though each reads well. Look whether both sheets are of this round"
    ),
}


def _unknown(refusal: PassphraseRefused) -> str:
    places = refusal.facts["places"]
    assert isinstance(places, list)  # noqa: S101 - so says WordsUnknown; this tells the type
    if len(places) == 1:
        return f"Word {places[0]} is not one of the words that are used. Look at it on the sheet"
    if len(places) > MOST_PLACES:
        return f"{len(places)} of the words are not among those that are used. Look whether this is the right sheet"
    *some, last = map(str, places)
    return f"Words {', '.join(some)} and {last} are not among the words that are used. Look at them on the sheet"
