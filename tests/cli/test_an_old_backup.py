"""A backup from before the publication brings back sealed ballots, and nothing that opens them or tells whose they are.

What an attacker makes of it is tried in `tests/ballots/test_the_linkage_attack.py`.
"""

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
from pb.keys.folder import KeyFolder, KeysMissing

VOTERS = 20


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


def test_what_a_restored_backup_brings_back_nobody_can_open_any_more(here, tmp_path):
    sessions = here.opened()
    box = make_box(sessions, here.keys, young=VOTERS // 2, carers=VOTERS // 2)
    commits = [box.cast(reference, {"chosen": ["1"]}).commit for reference in box.codes]
    backup = here.back_up(NOON)
    copy_keys(here.settings, tmp_path / "stick")
    own = here.keys.round(box.id)
    secrets = [own.link, own.pepper, own.link.hex().encode(), own.pepper.hex().encode()]
    assert [secret for secret in secrets if secret in b"".join(everything_in(tmp_path).values())] == secrets[2:]
    finish(box)
    sessions.close()

    done = here.restore(backup, CLOSES + timedelta(days=9), instead=True)
    assert [one.id for one in done.keys_missing] == [box.id]
    found = here.opened()
    with found.read() as session:
        assert len(queries.urn_rows(session, box.id)) == VOTERS
    found.close()
    for folder in (here.settings.keys, tmp_path / "stick"):
        assert not KeyFolder(folder).has_round(box.id)
        with pytest.raises(KeysMissing):
            KeyFolder(folder).round(box.id)
    everything = b"".join(everything_in(tmp_path).values())
    assert not [secret for secret in secrets if secret in everything]
    # The list of commits is public and the backup is not: none of them may stand in it.
    stored = b"".join(everything_in(backup).values())
    assert not [commit for commit in commits if commit.encode() in stored or bytes.fromhex(commit) in stored]
