"""The writer: one thread that owns the writes of casting and commits all that wait together.

A cast is answered only after the commit that holds it, so a receipt seen is a ballot kept. One function sees all
that wait at once and writes them: a statement for many costs little more than a statement for one.
"""

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from pb.db.engines import Sessions

LARGEST_GROUP = 64
COMPANY_SECONDS = 0.004
"""How long a group waits for more of a crowd. Whoever comes alone never waits."""

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Together = Callable[[Session, Sequence[Item]], Sequence[Answer | Exception]]
"""Writes all items in one transaction and gives an answer for each, or the refusal of that one, which wrote nothing."""


@dataclass(slots=True)
class _Waiting(Generic[Item, Answer]):
    item: Item
    future: "Future[Answer] | asyncio.Future[Answer]"
    loop: asyncio.AbstractEventLoop | None = None


class OutcomeUnknown(Exception):
    """The connection broke while a commit was on its way, and nobody could be asked since whether it was stored.

    The same item can be handed over again: what was stored is found, and what was not is written.
    """


_Settled = list[tuple[_Waiting[Item, Answer], Answer | BaseException]]


class Writer(Generic[Item, Answer]):
    """Writes items one group after another on a single thread, each group in one commit."""

    def __init__(self, sessions: Sessions, together: Together[Item, Answer]) -> None:
        """Begin to wait for items.

        Args:
            sessions: of the database.
            together: writes a group; what it raises is of the whole group, and nothing of it was stored. An item that
                comes again is answered as the first time.
        """
        self._sessions, self._together = sessions, together
        self._queue: queue.SimpleQueue[_Waiting[Item, Answer] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="pb-writer", daemon=True)
        self._thread.start()

    def submit(self, item: Item) -> Future[Answer]:
        """Hand over an item; the future holds its answer, or its error, only once the outcome is durable."""
        future: Future[Answer] = Future()
        self._queue.put(_Waiting(item, future))
        return future

    async def ask(self, item: Item) -> Answer:
        """Hand over an item and wait for its answer, which is durable when it comes."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._queue.put(_Waiting(item, future, loop))
        return await future

    def close(self) -> None:
        """Finish what waits, then stop the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        crowded = False
        while (group := self._next_group(crowded=crowded)) is not None:
            crowded = len(group) > 1
            _tell(self._write(group))

    def _next_group(self, *, crowded: bool) -> list[_Waiting[Item, Answer]] | None:
        first = self._queue.get()
        if first is None:
            return None
        group = [first]
        if crowded:
            time.sleep(COMPANY_SECONDS)
        while len(group) < LARGEST_GROUP and not self._queue.empty():
            following = self._queue.get()
            if following is None:
                self._queue.put(None)
                break
            group.append(following)
        return group

    def _write(self, group: list[_Waiting[Item, Answer]], *, perhaps_stored: bool = False) -> _Settled[Item, Answer]:
        is_written = False
        try:
            with self._sessions.write() as session:
                answers = self._together(session, [waiting.item for waiting in group])
                is_written = True
        except BaseException as fault:  # noqa: BLE001 - whatever failed, every caller must hear so
            if perhaps_stored:
                return [(waiting, OutcomeUnknown()) for waiting in group]
            if is_written and isinstance(fault, DBAPIError) and fault.connection_invalidated:
                # The answer to the commit was lost, not surely the commit: writing it again finds out.
                return self._write(group, perhaps_stored=True)
            if len(group) == 1 or isinstance(fault, OperationalError):
                return [(waiting, fault) for waiting in group]
            # One of them is at fault, not the database: on its own it harms nobody else.
            return [settled for waiting in group for settled in self._write([waiting])]
        return list(zip(group, answers, strict=True))


def _tell(settled: _Settled[Item, Answer]) -> None:
    """Give every caller its answer; a loop is woken once for all of its own."""
    of_loops: dict[asyncio.AbstractEventLoop, _Settled[Item, Answer]] = {}
    for waiting, answer in settled:
        if waiting.loop is None:
            _settle([(waiting, answer)])
        else:
            of_loops.setdefault(waiting.loop, []).append((waiting, answer))
    for loop, of_this in of_loops.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, of_this)


def _settle(settled: _Settled[Item, Answer]) -> None:
    for waiting, answer in settled:
        if waiting.future.done():
            continue  # whoever asked has gone; what was stored stays stored
        if isinstance(answer, BaseException):
            waiting.future.set_exception(answer)
        else:
            waiting.future.set_result(answer)
