"""Passphrases of key holders: a secret parted into three, of which any two give it back and one gives nothing.

The one place that knows SLIP-39. A passphrase is twenty English words: the mark of its set, the number of its holder,
the holder's part, and a checksum.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from shamir_mnemonic import (  # type: ignore[import-untyped] # it ships no types
    MnemonicError,
    Share,
    combine_mnemonics,
    generate_mnemonics,
)
from shamir_mnemonic.wordlist import WORDLIST  # type: ignore[import-untyped] # it ships no types

from pb.core.refusals import Invalid

HOLDERS, NEEDED = 3, 2
SECRET_BYTES = 16
"""As strong as the P-256 key that it locks, and twenty words; thirty-two bytes would be thirty-three words to type."""

WORDS = 20
TELLING = 4
"""No two words of the list begin with the same four letters, so these are enough to type."""

_WORDS = {word[:TELLING]: word for word in WORDLIST}
_LETTERS = re.compile(r"[^\W\d_]+")
LONGEST_TYPED = 2000


class PassphraseRefused(Invalid):
    """A passphrase opens nothing, for a reason that its kind tells. Facts: which of those typed, from 1."""


class PassphraseMissing(PassphraseRefused):
    """Two passphrases are needed, and one was left empty. Facts: which."""


class WordsMiscounted(PassphraseRefused):
    """A passphrase has twenty words. Facts: which; words, how many were typed."""


class WordsUnknown(PassphraseRefused):
    """Some words are not on the list. Facts: which; places, their numbers, from 1. Never the words themselves."""


class WordsDoNotAgree(PassphraseRefused):
    """Every word is on the list, but the checksum says that not all of them are those of the sheet. Facts: which."""


class PassphraseOfAnotherRound(PassphraseRefused):
    """The words are of a set that was never made for this round. Facts: which."""


class PassphraseVoid(PassphraseRefused):
    """The words are of a set of this round that was made void by a newer one. Facts: which."""


class SamePassphraseTwice(PassphraseRefused):
    """The same holder's passphrase was typed twice; two holders are needed. Facts: which."""


class PassphrasesDoNotFit(PassphraseRefused):
    """Both are of the right set as they stand, and yet open nothing: one of them is not what was printed."""


@dataclass(frozen=True, slots=True)
class Passphrase:
    """A passphrase whose checksum is right.

    Attributes:
        number: of its holder, 1 to 3.
        mark: of its set; the passphrases that were made together have the same.
        words: in full, one space between them.
    """

    number: int
    mark: int
    words: str = field(repr=False)


def part(secret: bytes, taken: Collection[int]) -> tuple[int, tuple[str, ...]]:
    """Part a secret into three passphrases.

    Args:
        secret: `SECRET_BYTES` random bytes.
        taken: marks of earlier sets, which the new one must not have.
    Returns: the mark of the set, and the passphrases of holders 1 to 3.
    """
    while True:
        # No work against guessing: what is parted is random, and was never a word that somebody chose.
        ((*made,),) = generate_mnemonics(1, [(NEEDED, HOLDERS)], secret, iteration_exponent=0)
        mark: int = Share.from_mnemonic(made[0]).identifier
        if mark not in taken:
            return mark, tuple(made)


def read(typed: str, which: int = 1) -> Passphrase:
    """A passphrase as somebody typed it: case, numbers, commas and line ends do not matter, four letters are enough.

    Raises:
        PassphraseMissing, WordsMiscounted, WordsUnknown, WordsDoNotAgree: what is wrong with it, as `which` of them.
        PassphraseOfAnotherRound: it is of a secret that was parted in another way than ours are.
    """
    words = _LETTERS.findall(typed[:LONGEST_TYPED].lower())
    if not words:
        raise PassphraseMissing(which=which)
    if len(words) != WORDS:
        raise WordsMiscounted(which=which, words=len(words))
    if places := [at for at, word in enumerate(words, 1) if word[:TELLING] not in _WORDS]:
        raise WordsUnknown(which=which, places=places)
    whole = " ".join(_WORDS[word[:TELLING]] for word in words)
    try:
        share = Share.from_mnemonic(whole)
    except MnemonicError:
        # The library's message quotes words, so it goes no further.
        raise WordsDoNotAgree(which=which) from None
    if (share.group_threshold, share.group_count, share.member_threshold) != (1, 1, NEEDED) or share.index >= HOLDERS:
        raise PassphraseOfAnotherRound(which=which)
    return Passphrase(share.index + 1, share.identifier, whole)


def join(given: Sequence[Passphrase]) -> bytes:
    """The secret that was parted, from two passphrases of one set.

    Raises:
        PassphrasesDoNotFit: they are not two of one set that was parted.
    """
    try:
        secret: bytes = combine_mnemonics([one.words for one in given])
    except MnemonicError:
        raise PassphrasesDoNotFit(which=NEEDED) from None
    return secret
