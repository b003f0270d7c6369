"""The writer: one thread that owns the writes of casting and commits all that wait together.

A cast is answered only after the commit that holds it, so a receipt seen is a ballot kept. Each cast runs in its own
savepoint: one that is refused takes nothing of its neighbours with it.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from pb.db.engines import Sessions

LARGEST_GROUP = 64
Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Waiting:
    work: Callable[[Session], Any]
    future: Future[Any]


class Writer:
    """Runs pieces of work one after another on a single thread, many to a commit."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="pb-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Session], Answer]) -> Future[Answer]:
        """Hand over `work`; the future holds its answer, or its error, only once the outcome is durable."""
        future: Future[Answer] = Future()
        self._queue.put(_Waiting(work, future))
        return future

    def close(self) -> None:
        """Finish what waits, then stop the thread."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (group := self._next_group()) is not None:
            self._commit_together(group)

    def _next_group(self) -> list[_Waiting] | None:
        first = self._queue.get()
        if first is None:
            return None
        group = [first]
        while len(group) < LARGEST_GROUP and not self._queue.empty():
            following = self._queue.get()
            if following is None:
                self._queue.put(None)
                break
            group.append(following)
        return group

    def _commit_together(self, group: list[_Waiting]) -> None:
        try:
            with self._sessions.write() as session:
                settled = [_attempt(session, waiting) for waiting in group]
        except BaseException as fault:  # noqa: BLE001 - whatever failed, nothing was stored and every caller must hear so
            for waiting in group:
                waiting.future.set_exception(fault)
            return
        for future, answer, refusal in settled:
            if refusal is None:
                future.set_result(answer)
            else:
                future.set_exception(refusal)


def _attempt(session: Session, waiting: _Waiting) -> tuple[Future[Any], Any, BaseException | None]:
    try:
        with session.begin_nested():
            answer = waiting.work(session)
    except Exception as refusal:  # noqa: BLE001 - handed to the one who asked, after the others' commit
        return waiting.future, None, refusal
    return waiting.future, answer, None
