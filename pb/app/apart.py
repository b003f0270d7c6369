"""Explaining is done by a process of its own: it counts for minutes, and nobody's page or vote shall wait for it."""

import asyncio
import logging
import sys
from asyncio.subprocess import DEVNULL

from pb.app.house import House
from pb.core.settings import environment_for
from pb.desk import clockwork

COMMAND = (sys.executable, "-c", "import os; os.nice(10); from pb.cli.main import main; main()", "explain")
"""It stands back for those who serve."""

log = logging.getLogger("pb")


async def explain_apart(house: House, ending: asyncio.Event) -> None:
    """Run `pb explain` where bids wait to be explained, until it is done or the house closes.

    It takes each round in hand, so that of several houses on one database one explains it, and keeps what it has
    explained, so it may be ended anywhere and goes on at the next start.
    """
    if not await asyncio.to_thread(clockwork.is_explaining_due, house.sessions, house.clock()):
        return
    process = await asyncio.create_subprocess_exec(*COMMAND, env=environment_for(house.settings), stdout=DEVNULL)
    done, closing = asyncio.create_task(process.wait()), asyncio.create_task(ending.wait())
    await asyncio.wait({done, closing}, return_when=asyncio.FIRST_COMPLETED)
    closing.cancel()
    if not done.done():
        process.terminate()
    if await done and not ending.is_set():
        log.error("explaining failed: status %s", process.returncode)
