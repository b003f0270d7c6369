"""The application: every route of every room, and the edges around them."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from litestar import Litestar, Router
from litestar.exceptions import HTTPException

from pb.app.apart import explain_apart
from pb.app.bodiless import bodiless_middleware
from pb.app.cookies import cookies_middleware
from pb.app.edges import dependencies
from pb.app.headers import headers_middleware
from pb.app.house import House, open_house
from pb.app.identity import check_form, identity_middleware
from pb.app.proxies import proxies_middleware
from pb.app.refusals import broken, failed, refused
from pb.app.sound import sound_middleware
from pb.app.static import static_file
from pb.booth.routes import table as booth
from pb.core.clock import Clock, system_clock
from pb.core.refusals import Refusal
from pb.core.settings import Settings, read_settings
from pb.desk import clockwork
from pb.desk.routes import table as desk
from pb.events.routes import table as events
from pb.factors import routes as factors
from pb.holders import routes as holders
from pb.media import drafting
from pb.media import routes as media
from pb.observers import routes as observers
from pb.people import routes as people
from pb.post import delivery
from pb.proposals.routes import table as proposals
from pb.roll import routes as roll
from pb.rounds.routes import table as rounds
from pb.signs import queries as signed
from pb.signs import routes as signs
from pb.signs import shelf
from pb.site.routes import table as site

LARGEST_BODY = 5_000_000
PAUSE_SECONDS = 2
Task = Callable[[House, asyncio.Event], Awaitable[None]]
"""What is done again and again; the event says that the house is closing."""

log = logging.getLogger("pb")


# In one router: handlers that share an address one by one are registered twice, and called through two threads.
ROUTES = [
    static_file,
    *media.ROUTES,
    *signs.ROUTES,
    *site.ROUTES,
    *booth.ROUTES,
    *people.ROUTES,
    *factors.ROUTES,
    *observers.ROUTES,
    *rounds.ROUTES,
    *proposals.ROUTES,
    *roll.ROUTES,
    *holders.ROUTES,
    *events.ROUTES,
    *desk.ROUTES,
]


def create_app(settings: Settings | None = None, clock: Clock = system_clock, *, by_itself: bool = True) -> Litestar:
    """Assemble the house.

    Args:
        settings: read from the environment where they are left out.
        clock: tells the time.
        by_itself: whether what is due is done with no request arriving.
    """
    house = open_house(settings or read_settings(), clock)
    app = Litestar(
        route_handlers=[Router("/", route_handlers=ROUTES)],
        dependencies=dependencies(),
        middleware=[identity_middleware],
        before_request=check_form,
        exception_handlers={Refusal: refused, HTTPException: failed, Exception: broken},
        lifespan=[_lifespan(house, TASKS if by_itself else ())],
        request_max_body_size=LARGEST_BODY,
        openapi_config=None,
        logging_config=None,
    )
    app.state.house = house
    # Around everything: an address that leads nowhere never reaches the middleware of a route.
    secure = house.settings.secure
    inside = sound_middleware(cookies_middleware(app.asgi_handler, secure=secure))
    known = proxies_middleware(inside, house.settings.trusted_proxies)
    app.asgi_handler = headers_middleware(bodiless_middleware(known), secure=secure)
    return app


def _lifespan(
    house: House, tasks: Sequence[Task]
) -> Callable[[Litestar], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        ending = asyncio.Event()
        work = [asyncio.create_task(_repeat(task, house, ending)) for task in tasks]
        try:
            yield
        finally:
            ending.set()
            await asyncio.gather(*work)  # what is in the middle of a transaction finishes it
            house.close()

    return lifespan


async def _repeat(task: Task, house: House, ending: asyncio.Event) -> None:
    while not ending.is_set():
        try:
            await task(house, ending)
        except Exception as fault:  # noqa: BLE001 - it is tried again; what it deals with is kept until it succeeds
            # No trace: a value in it may be an address or a ballot.
            log.error("%s failed: %s", task.__name__, type(fault).__name__)  # noqa: TRY400
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), PAUSE_SECONDS)


async def deliver_letters(house: House, _ending: asyncio.Event) -> None:
    """Send what waits."""
    await asyncio.to_thread(delivery.deliver, house.sessions, house.settings, house.clock())


async def run_clock(house: House, _ending: asyncio.Event) -> None:
    """Do what is due, where the clock that says so can be believed."""
    now = house.clock()
    if house.steadiness.holds(now):
        await asyncio.to_thread(clockwork.run_due, house.sessions, house.keys, now)
    elif house.steadiness.is_news():
        log.warning("the clock was set; what would be due by it waits until it is right again, or for an hour")


async def draft_clips(house: House, ending: asyncio.Event) -> None:
    """Let the machine read aloud what staff asked it to."""
    await asyncio.to_thread(drafting.draft_due, house.sessions, house.settings.tts, house.clock, ending.is_set)


async def sweep_shelf(house: House, _ending: asyncio.Event) -> None:
    """Delete files of videos that are forgotten."""
    await asyncio.to_thread(_sweep, house)


def _sweep(house: House) -> None:
    with house.sessions.read() as session:
        named = signed.digests(session)
    shelf.sweep(house.settings.home, named)


TASKS: tuple[Task, ...] = (deliver_letters, run_clock, explain_apart, draft_clips, sweep_shelf)
