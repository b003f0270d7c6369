"""Three passphrases of twenty words, of which any two give the secret back; typed by tired people from paper."""

import secrets

import pytest
from key_holders import PAIRS
from shamir_mnemonic import generate_mnemonics

from pb.keys import passphrases
from pb.keys.passphrases import (
    SECRET_BYTES,
    PassphraseMissing,
    PassphraseOfAnotherRound,
    PassphrasesDoNotFit,
    WordsDoNotAgree,
    WordsMiscounted,
    WordsUnknown,
    join,
    part,
    read,
)

SECRET = bytes(range(SECRET_BYTES))
MARK, SHEETS = part(SECRET, ())
WORDS = SHEETS[0].split()


def typed(**changes):
    """The first sheet with some words, by their number, written otherwise."""
    words = {f"w{at}": word for at, word in enumerate(WORDS, 1)} | changes
    return " ".join(words.values())


@pytest.mark.parametrize("pair", PAIRS)
def test_any_two_give_the_secret_back_in_either_order(pair):
    first, second = (read(SHEETS[at]) for at in pair)
    assert join([first, second]) == join([second, first]) == SECRET
    assert (first.number, second.number) == (pair[0] + 1, pair[1] + 1)
    assert first.mark == second.mark == MARK


def test_one_gives_nothing_alone_nor_with_itself():
    one = read(SHEETS[0])
    for given in ([one], [one, one]):
        with pytest.raises(PassphrasesDoNotFit):
            join(given)


@pytest.mark.parametrize(
    "text",
    [
        SHEETS[0].upper(),
        "\n".join(f"{at}. {word}," for at, word in enumerate(WORDS, 1)),
        " ".join(word[:4] for word in WORDS),
        f"  {SHEETS[0].title()}  ",
        "\t".join(WORDS),
    ],
    ids=["in capitals", "as it is printed", "by the first four letters", "with spaces around", "with tabs"],
)
def test_it_may_be_typed_in_any_way_that_names_its_words(text):
    assert read(text) == read(SHEETS[0])


def test_words_that_are_not_used_are_told_by_their_places_and_never_quoted():
    with pytest.raises(WordsUnknown) as refused:
        read(typed(w7="xylophone", w12="zzz"), 2)
    assert refused.value.facts == {"which": 2, "places": [7, 12]}
    assert "xylophone" not in repr(refused.value)
    assert refused.value.__cause__ is None


def another(word):
    return "acid" if word != "acid" else "acne"


@pytest.mark.parametrize("place", [1, 3, 10, 20])
def test_another_word_of_the_list_is_noticed(place):
    with pytest.raises(WordsDoNotAgree):
        read(typed(**{f"w{place}": another(WORDS[place - 1])}))


def test_two_words_that_changed_places_are_noticed():
    at = next(at for at in range(5, 19) if WORDS[at] != WORDS[at + 1])
    with pytest.raises(WordsDoNotAgree):
        read(" ".join([*WORDS[:at], WORDS[at + 1], WORDS[at], *WORDS[at + 2 :]]))


@pytest.mark.parametrize("left", [1, 19, 21, 40])
def test_too_few_and_too_many_words_are_counted(left):
    with pytest.raises(WordsMiscounted) as refused:
        read(" ".join((WORDS * 2)[:left]))
    assert refused.value.facts["words"] == left


@pytest.mark.parametrize("text", ["", "   ", "1 2 3", "…!"])
def test_nothing_is_no_passphrase(text):
    with pytest.raises(PassphraseMissing):
        read(text)


def test_a_megabyte_is_refused_like_any_text():
    with pytest.raises(WordsMiscounted):
        read("word " * 210_000)


@pytest.mark.parametrize(("threshold", "groups"), [(1, [(3, 5)]), (1, [(1, 1)]), (2, [(2, 3), (2, 3)]), (1, [(2, 5)])])
def test_a_secret_that_was_parted_in_another_way_is_not_ours(threshold, groups):
    made = generate_mnemonics(threshold, groups, SECRET)
    with pytest.raises(PassphraseOfAnotherRound):
        read(made[0][-1])


def test_two_sets_have_two_marks_and_do_not_mix():
    mark, other = part(SECRET, {MARK})
    assert mark != MARK
    with pytest.raises(PassphrasesDoNotFit):
        join([read(SHEETS[0]), read(other[1])])


def test_a_mark_that_was_used_is_never_used_again(monkeypatch):
    drawn = iter([MARK, MARK, MARK ^ 1])
    monkeypatch.setattr("shamir_mnemonic.shamir._random_identifier", lambda: next(drawn))
    assert part(SECRET, {MARK})[0] == MARK ^ 1


def test_every_set_is_new_though_the_secret_be_the_same():
    assert not set(part(SECRET, ())[1]) & set(SHEETS)
    assert set(SHEETS[0].split()[4:]) != set(SHEETS[1].split()[4:])


def test_words_never_stand_in_what_a_trace_would_show():
    assert repr(read(SHEETS[0])) == f"Passphrase(number=1, mark={MARK})"


def test_a_secret_of_the_right_strength_makes_twenty_words():
    assert len(WORDS) == passphrases.WORDS
    assert len({word[:4] for word in passphrases._WORDS.values()}) == 1024
    assert len(part(secrets.token_bytes(SECRET_BYTES), ())[1]) == passphrases.HOLDERS
