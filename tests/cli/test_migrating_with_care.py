"""The database is changed all at once or not at all, never while people vote, and never without a backup."""

import random
from datetime import timedelta

import pytest
from desk_rounds import DURING, ENDS, make_desk_round
from installations import (
    HEAD,
    further_migrations,
    killed,
    make_installation,
    many_letters,
    migrate_and_tell,
    silent,
)
from sqlalchemy import create_engine, inspect

from pb.cli.backups.checking import check_backup
from pb.cli.backups.places import PlaceUnfit
from pb.cli.migrations import DatabaseTooNew, VotingIsOpen, run_migrations
from pb.rounds.rules.phases import Phase

KILLS = 10
MOST_KILLS = 40
"""Where by chance none fell into a change before."""

FURTHER = 6
NEW = f"{int(HEAD) + FURTHER:04}"


@pytest.fixture
def here(database_url, tmp_path):
    return make_installation(database_url, tmp_path)


@pytest.fixture
def further(tmp_path):
    return further_migrations(tmp_path / "further", FURTHER)


def in_vote(here):
    opened = here.opened()
    desk = make_desk_round(opened, here.keys, phase=Phase.VOTING)
    opened.close()
    return desk


def schema(here):
    """What stands in the catalogue: tables, and the columns of the one that is changed."""
    engine = create_engine(here.settings.database_url)
    found = inspect(engine)
    seen = sorted(found.get_table_names()), [column["name"] for column in found.get_columns("letter")]
    engine.dispose()
    return seen


def version(here):
    return here.ask("SELECT version_num FROM alembic_version")[0][0]


def test_while_people_vote_the_database_is_not_changed(here, further):
    in_vote(here)
    before = schema(here)
    with pytest.raises(VotingIsOpen) as refusal:
        run_migrations(here.settings, lambda: DURING, folder=further)
    assert refusal.value.facts["rounds"] == "Autumn round"
    assert (schema(here), version(here)) == (before, HEAD)
    assert not here.settings.backups.exists()


def test_a_site_that_lacks_nothing_starts_while_people_vote(here):
    in_vote(here)
    assert run_migrations(here.settings, lambda: DURING) is None


def test_a_vote_whose_close_has_passed_stops_no_change(here, further):
    in_vote(here)
    assert run_migrations(here.settings, lambda: ENDS, folder=further)
    assert version(here) == NEW


def test_a_vote_that_opens_while_the_backup_is_made_stops_the_change(here, further):
    in_vote(here)
    instants = iter([ENDS, ENDS, DURING])  # before the backup, for its name, and inside the transaction
    before = schema(here)
    with pytest.raises(VotingIsOpen):
        run_migrations(here.settings, lambda: next(instants), folder=further)
    assert (schema(here), version(here)) == (before, HEAD)


def test_a_demonstration_is_changed_at_any_time(here, further):
    in_vote(here)
    demonstration = type(here)(here.settings.__class__(**{**as_dict(here.settings), "demo": True}))
    assert run_migrations(demonstration.settings, lambda: DURING, folder=further)
    assert version(here) == NEW


def test_before_a_change_a_backup_is_made_that_can_be_restored(here, further):
    many_letters(here, 5)
    place = run_migrations(here.settings, lambda: DURING, folder=further)
    assert place.name.startswith(f"before-{NEW}-")
    assert check_backup(place, silent).contents.rows["letter"] == 5
    assert version(here) == NEW
    here.restore(place, DURING, instead=True)
    assert version(here) == HEAD
    assert here.ask("SELECT count(*) FROM letter") == [(5,)]


def test_without_a_backup_nothing_is_changed(here, further):
    here.keys.session()
    unfit = type(here)(here.settings.__class__(**{**as_dict(here.settings), "backups": here.settings.keys}))
    with pytest.raises(PlaceUnfit):
        run_migrations(unfit.settings, lambda: DURING, folder=further)
    assert version(here) == HEAD


def as_dict(settings):
    return {name: getattr(settings, name) for name in settings.__slots__}


def test_an_empty_place_needs_no_backup(tmp_path):
    made = make_installation("sqlite", tmp_path)
    made.lose_the_database()
    assert run_migrations(made.settings, lambda: DURING) is None
    assert not made.settings.backups.exists()


def test_a_database_of_a_newer_program_is_left_alone(here, further):
    run_migrations(here.settings, lambda: DURING, folder=further)
    before = schema(here)
    with pytest.raises(DatabaseTooNew):
        run_migrations(here.settings, lambda: DURING)
    assert schema(here) == before


def test_a_migration_that_is_killed_leaves_old_or_new_and_nothing_between(here, further, tmp_path):
    many_letters(here, 4_000)
    old, marker = schema(here), tmp_path / "changing"
    backup, work = here.back_up(DURING), (here.settings, further, marker)

    def begin_again(attempt):
        here.restore(backup, DURING + timedelta(minutes=attempt), instead=True)
        marker.unlink(missing_ok=True)

    killed(migrate_and_tell, work, None)  # the first of all is slower, and its time would tell nothing of the others
    begin_again(1)
    whole, _ = killed(migrate_and_tell, work, None)
    begin_again(2)
    changing, _ = killed(migrate_and_tell, work, None, mark=marker)
    new = schema(here)
    assert version(here) == NEW
    broken_off = attempt = 0
    while attempt < KILLS or (not broken_off and attempt < MOST_KILLS):
        attempt += 1
        begin_again(2 + attempt)
        span, mark = (changing, marker) if attempt % 2 else (whole, None)
        moment = span * random.random()  # noqa: S311 - any instant of it
        _, in_work = killed(migrate_and_tell, work, moment, mark=mark)
        assert (version(here), schema(here)) in [(HEAD, old), (NEW, new)]
        assert here.ask("SELECT count(*) FROM letter") == [(4_000,)]
        broken_off += in_work and marker.exists() and version(here) == HEAD
    assert broken_off, "no kill fell into a change, so nothing was proved"
