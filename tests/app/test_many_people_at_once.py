"""Many people ask at the same moment, and nobody waits for a thread that is itself waiting.

A handler of the house runs in a thread of a small pool and holds a connection until its transaction has ended. If the
end had to queue for the same threads, a crowd would fill them with people who wait for connections, and the whole site
would stand still until they give up.
"""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from ballot_rounds import make_box

from pb.app.main import create_app
from pb.core.settings import read_settings
from pb.web import protection

CROWD, THREADS, SECONDS = 60, 4, 15


@pytest.fixture
def app(sessions, keys, tmp_path):
    settings = {"PB_HOME": str(tmp_path), "PB_KEYS": str(keys.path), "PB_DATABASE_URL": sessions.url}
    made = create_app(read_settings(settings))
    yield made
    made.state.house.close()


def all_at_once(app, send):
    """The statuses of a crowd's requests, on a machine with few threads."""

    async def crowd():
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver.local") as client:
            async with asyncio.timeout(SECONDS):
                return [answer.status_code for answer in await asyncio.gather(*(send(client) for _ in range(CROWD)))]

    return asyncio.run(crowd())


def test_a_crowd_reads_the_page_of_a_round(app, sessions, keys):
    slug = make_box(sessions, keys).view().slug
    assert all_at_once(app, lambda client: client.get(f"/rounds/{slug}")) == [200] * CROWD


def test_a_crowd_types_codes_and_none_of_them_breaks_anything(app, sessions, keys):
    make_box(sessions, keys)
    browser = secrets.token_hex(16)
    fields = {protection.FIELD: protection.token(keys.session(), browser), "voting_code": "AAAA-AAAA-AAAA"}
    cookie = {"Cookie": f"{protection.COOKIE}={browser}"}
    statuses = all_at_once(app, lambda client: client.post("/vote", data=fields, headers=cookie))
    assert set(statuses) <= {422, 429}
