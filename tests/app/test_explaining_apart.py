"""A served site explains opened rounds by itself, in a process of its own that ends with it."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from click.testing import CliRunner
from desk_rounds import AFTER, make_desk_round
from pages import browser_of

from pb.app.apart import explain_apart
from pb.app.house import open_house
from pb.cli.explain import explain
from pb.core.settings import environment_for, read_settings
from pb.results import queries as results
from pb.rounds.rules.phases import Phase

PATIENCE = 60


def explained(desk):
    with desk.sessions.read() as session:
        return sorted(results.explained(session, desk.id))


def house_of(sessions, keys, home):
    settings = read_settings({"PB_HOME": str(home), "PB_KEYS": str(keys.path), "PB_DATABASE_URL": sessions.url})
    return open_house(settings, lambda: AFTER)


def test_a_served_site_explains_a_round_that_was_opened(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    with browser_of(sessions, keys, AFTER):
        until = time.monotonic() + PATIENCE
        while len(explained(desk)) < 4 and time.monotonic() < until:
            time.sleep(0.2)
    assert explained(desk) == ["1", "2", "3", "4"]


def test_the_process_that_explains_ends_when_the_site_does(sessions, keys, tmp_path):
    desk, house = make_desk_round(sessions, keys, phase=Phase.OPENED), house_of(sessions, keys, tmp_path)

    async def begin_and_close():
        ending = asyncio.Event()
        task = asyncio.create_task(explain_apart(house, ending))
        await asyncio.sleep(0.2)  # the process is starting
        ending.set()
        await asyncio.wait_for(task, 10)

    asyncio.run(begin_and_close())
    house.close()
    assert len(explained(desk)) < 4


def test_where_nothing_waits_no_process_is_started(sessions, keys, tmp_path):
    make_desk_round(sessions, keys, phase=Phase.SEALED)
    house = house_of(sessions, keys, tmp_path)
    asyncio.run(asyncio.wait_for(explain_apart(house, asyncio.Event()), 5))
    house.close()


def test_the_command_explains_what_waits_and_says_how_many(sessions, keys, tmp_path):
    desk, house = make_desk_round(sessions, keys, phase=Phase.OPENED), house_of(sessions, keys, tmp_path)
    for said in ("4 bids explained.\n", "0 bids explained.\n"):
        ran = CliRunner().invoke(explain, env=environment_for(house.settings))
        assert (ran.exit_code, ran.output) == (0, said)
    house.close()
    assert explained(desk) == ["1", "2", "3", "4"]


def test_of_two_processes_one_explains_a_round(sessions, keys, tmp_path):
    desk, house = make_desk_round(sessions, keys, phase=Phase.OPENED), house_of(sessions, keys, tmp_path)
    house.close()
    command = [str(Path(sys.executable).parent / "pb"), "explain"]
    environment = environment_for(house.settings)
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=PATIENCE)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(words.splitlines()[0] for words in said) == ["0 bids explained.", "4 bids explained."]
    assert explained(desk) == ["1", "2", "3", "4"]
