"""A ballot of the kind that a test asks for, and the browser of somebody before it."""

import pytest
from ballot_rounds import NOON, make_box
from booth_walks import KINDS
from pages import browser_of


@pytest.fixture
def box(request, sessions, keys):
    kind, limit, most = KINDS[request.param]
    return make_box(sessions, keys, kind=kind, limit=limit, most=most)


@pytest.fixture
def browser(sessions, keys, box):
    with browser_of(sessions, keys, NOON) as opened:
        yield opened
