"""A backup from before the publication brings back sealed ballots, and nobody who can tell whose they are."""

import random
from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, DICE, NOON, make_box
from installations import everything_in, make_installation

from pb.ballots import queries
from pb.ballots.actions.destruction import destroy_keys
from pb.ballots.actions.listing import seal_list, set_dice
from pb.ballots.actions.opening import open_urn
from pb.ballots.rules import Phase
from pb.cli.backups.key_copies import copy_keys
from pb.db.rewrite import rewrite_database
from pb.keys import sealing
from pb.keys.folder import KeyFolder, KeysMissing

VOTERS = 60


@pytest.fixture
def here(database_url, tmp_path):
    return make_installation(database_url, tmp_path, keys=tmp_path / "keys", backups=tmp_path / "backups")


def finish(box):
    """From the close to the destruction of the keys, and the database written anew."""
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session:
        seal_list(session, box.keys, box.id, CLOSES + timedelta(hours=1))
        set_dice(session, box.id, DICE)
    box.set(phase=Phase.SEALED)
    with box.sessions.write() as session:
        open_urn(session, box.keys, box.id)
    box.set(phase=Phase.OPENED)
    with box.sessions.write() as session:
        destroy_keys(session, box.keys, box.id)
    rewrite_database(box.sessions)


def voted(here, box, arrivals):
    """Everybody votes in this order; returns what each one's ballot was in the end, by commit."""
    return {
        reference: box.cast(reference, {"chosen": [str(1 + at % 12)]}).commit for at, reference in enumerate(arrivals)
    }


def by_keys(found, box, keys, people):
    """What an attacker does who has keys: from each voter to the slot, from the slot to the commit."""
    with found.read() as session:
        urn = {row.slot: row.enc_commit for row in queries.urn_rows(session, box.id)}
    secret = keys.round(box.id)
    return {
        reference: sealing.decrypt_commit(secret, box.id, urn[sealing.slot(secret, voter)]).hex()
        for reference, voter in people.items()
    }


def by_order(found, box, arrivals, published):
    """What is left without keys: taking the order of the urn, or of the published ballots, for that of the arrivals."""
    with found.read() as session:
        in_urn = len(queries.urn_rows(session, box.id))
    assert in_urn == len(arrivals)
    return dict(zip(arrivals, published, strict=True))


def right(guessed, truth):
    return sum(guessed.get(reference) == commit for reference, commit in truth.items()) / len(truth)


def test_with_the_keys_a_backup_tells_everything_and_without_them_no_more_than_chance(here, tmp_path):
    sessions = here.opened()
    box = make_box(sessions, here.keys, young=VOTERS // 2, carers=VOTERS // 2)
    arrivals = list(box.codes)
    random.Random(11).shuffle(arrivals)  # noqa: S311 - a repeatable order of arrival
    truth = voted(here, box, arrivals)
    people = {reference: box.voter(reference).voter_id for reference in arrivals}
    backup = here.back_up(NOON)
    copy_keys(here.settings, tmp_path / "stick")
    assert right(by_keys(sessions, box, KeyFolder(tmp_path / "stick"), people), truth) == 1.0  # the control: it can win
    own = here.keys.round(box.id)
    secrets = [own.link, own.pepper, own.link.hex().encode(), own.pepper.hex().encode()]
    finish(box)
    with sessions.read() as session:
        published = [ballot.commit for ballot in queries.opened_ballots(session, box.id)]
    assert sorted(published) == sorted(truth.values())
    sessions.close()

    done = here.restore(backup, CLOSES + timedelta(days=9), instead=True)
    assert [one.id for one in done.keys_missing] == [box.id]
    found = here.opened()
    with found.read() as session:
        assert len(queries.urn_rows(session, box.id)) == VOTERS
    for folder in (here.settings.keys, tmp_path / "stick"):
        assert not KeyFolder(folder).has_round(box.id)
        with pytest.raises(KeysMissing):
            by_keys(found, box, KeyFolder(folder), people)
    assert right(by_order(found, box, arrivals, published), truth) < 0.1
    found.close()
    everything = b"".join(everything_in(tmp_path).values())
    assert not [secret for secret in secrets if secret in everything]
    # The list of commits is public and the backup is not: none of them may stand in it.
    stored = b"".join(everything_in(backup).values())
    assert not [commit for commit in truth.values() if commit.encode() in stored or bytes.fromhex(commit) in stored]


def test_a_backup_does_not_tell_in_which_order_people_voted(here):
    sessions = here.opened()
    box = make_box(sessions, here.keys, young=VOTERS, carers=0)
    arrivals = list(box.codes)
    random.Random(3).shuffle(arrivals)  # noqa: S311
    voted(here, box, arrivals)
    keys = here.keys.round(box.id)
    slots = [sealing.slot(keys, box.voter(reference).voter_id) for reference in arrivals]
    backup = here.back_up(NOON)
    sessions.close()
    file = backup / ("database.sqlite3" if here.is_sqlite else "database/urn.copy")
    body = file.read_bytes()
    lying = sorted(slots, key=lambda slot: body.index(slot.encode()))
    assert sum(one == other for one, other in zip(slots, lying, strict=True)) < VOTERS / 10
    if not here.is_sqlite:
        assert lying == sorted(slots)
