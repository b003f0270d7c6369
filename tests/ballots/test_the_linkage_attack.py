"""Who watched the door and holds all that is stored links no ballot to a person; on naive schemas the same attack wins.

The bound of chance is worked out in `linkage_attack.chance`. `make prove` does all of it with more people.
"""

import pytest
from figures import figure, often
from linkage_attack import naive
from linkage_attack.attack import attack, left_behind
from watched_round import PEOPLE

WINS = 0.95


@pytest.fixture(scope="module")
def evidence(watched):
    """The log of changes of PostgreSQL is long, and other tests write into it: only the long proof reads it."""
    return watched.evidence(changes=often(short=False, long=True))


def test_who_watched_the_door_and_holds_all_that_is_stored_links_no_ballot(watched, evidence):
    outcome = attack(watched.watcher, evidence, watched.ballots, watched.own_ballot, key_folder=watched.here.keys.path)
    assert not outcome.beyond_chance
    kind = "SQLite" if watched.here.is_sqlite else "PostgreSQL"
    figure(
        "S1",
        f"{kind}: {outcome.people} people, {len(outcome.told)} ways to link tried on {len(evidence.tables)} tables and "
        f"{len(evidence.files)} files; the best has {outcome.best.linked:.1%} right, chance up to {outcome.bound:.1%}",
    )


def test_nor_is_an_envelope_of_an_old_backup_anybodys(watched):
    """A weaker prize: an envelope tells nothing, but if its key ever came back it would."""
    outcome = attack(watched.watcher, watched.evidence(), watched.envelopes, watched.own_envelope)
    assert not outcome.beyond_chance


def test_a_backup_made_while_people_voted_and_what_is_left_of_the_key_folder_tell_nothing(watched):
    key_folder = watched.here.keys.path
    # The note of the destruction stays; the attacker reads it with everything else.
    assert [file.suffix for file in (key_folder / "rounds").iterdir() if file.is_file()] == [".destruction"]
    assert list(key_folder.iterdir())
    old = watched.backup("backup while voting")
    assert len(old.tables[next(name for name in old.tables if "urn" in name)]) >= PEOPLE * 2 // 3
    for prizes, truth in ((watched.ballots, watched.own_ballot), (watched.envelopes, watched.own_envelope)):
        outcome = attack(watched.watcher, old, prizes, truth, key_folder=key_folder)
        assert outcome.of("keys") == 0
        assert not outcome.beyond_chance


def test_with_the_keys_from_before_their_destruction_everybody_is_linked(watched):
    """What the page on security says plainly, and the proof that this attacker knows what to do with keys."""
    whole = watched.backup("backup before the reveal")
    outcome = attack(watched.watcher, whole, watched.ballots, watched.own_ballot, key_folder=watched.keys_before)
    assert outcome.of("keys") == 1.0
    figure("S1", f"with a copy of the keys made before they were destroyed, and a backup: {outcome.of('keys'):.0%}")


def test_after_the_reveal_no_reference_code_slot_envelope_or_key_is_left(watched):
    hidden = watched.hidden
    assert left_behind(watched.backup("backup while voting"), hidden[:1])
    assert left_behind(watched.left_in_the_house(), hidden) == {}


def test_the_server_said_nothing_of_anybody(watched):
    said = (watched.folder / "logs" / "server.log").read_text()
    assert said.count("\n") <= 3, said


def won(watcher, prizes, truth, evidence, channel):
    linked = attack(watcher, evidence, prizes, truth).of(channel)
    figure("S1", f"a naive schema, {channel}: {linked:.0%}")
    return linked


@pytest.mark.parametrize("schema", naive.SQLITE, ids=lambda one: one.__name__)
def test_it_wins_on_naive_schemas_in_sqlite(schema, tmp_path):
    watcher, prizes, truth = naive.a_morning(PEOPLE)
    stored = naive.in_sqlite(schema, list(zip(watcher.comings, truth.values(), strict=True)), tmp_path)
    assert won(watcher, prizes, truth, stored, naive.SQLITE[schema]) > WINS


@pytest.mark.parametrize("program", naive.FILES, ids=lambda one: one.__name__)
def test_it_wins_on_programs_that_keep_files(program, tmp_path):
    watcher, prizes, truth = naive.a_morning(PEOPLE)
    stored = naive.in_files(program, list(zip(watcher.comings, truth.values(), strict=True)), tmp_path)
    assert won(watcher, prizes, truth, stored, naive.FILES[program]) > WINS


@pytest.mark.postgres
def test_it_wins_on_naive_schemas_in_postgresql(postgres_only):
    for schema, channel in naive.POSTGRESQL.items():
        watcher, prizes, truth = naive.a_morning(PEOPLE)
        stored = naive.in_postgresql(schema, list(zip(watcher.comings, truth.values(), strict=True)), postgres_only)
        assert won(watcher, prizes, truth, stored, channel) > WINS, schema.__name__
