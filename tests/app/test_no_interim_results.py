"""Before the ballots are opened nothing that anybody can ask for depends on how people vote."""

import re

import pytest
from figures import figure

from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase

PEOPLE = ("nobody", "voter", "sam", "oli", "tess", "cleo", "ada")
VARYING = re.compile(
    rb'name="(form_token|enrolment)" value="[^"]*"'
    rb'|href="otpauth:[^"]*"|<div class="enrolment__square">.*?</div>|<code class="enrolment__secret">.*?</code>',
    re.DOTALL,
)
"""What differs from one answer to the next whatever is voted."""


def crawl(house, people=PEOPLE):
    """Every answer to these people, by person and address."""
    places = [route.at(place) for route in house.routes("GET") for place in house.places(route)]
    answers = {(person, path): house.ask(person, "GET", path, look=False) for person in people for path in places}
    return {key: (reply.status, VARYING.sub(b"", reply.body)) for key, reply in answers.items()}


def differing(before, after):
    return [key for key, answer in before.items() if after[key] != answer]


@pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")
def test_no_page_and_no_download_changes_when_people_vote(house):
    before = crawl(house)
    asked = (Phase.VOTING, BallotKind.STARS, BallotKind.RANKED, BallotKind.FACES)
    approval, stars, ranked, faces = (house.rounds[one] for one in asked)
    for reference in ("Y001", "Y002", "C001"):
        approval.mark(reference, {"chosen": ["4"]}, replaces=1)
        stars.mark(reference, {"stars": {"1": 5, "3": 1}})
        ranked.mark(reference, {"ranked": ["3", "1"]})
        faces.mark(reference, {"faces": {"2": "yes", "3": "no"}})
    after = crawl(house)
    house.restore()
    assert len(before) > 500
    assert not differing(before, after)
    figure(
        "S4",
        f"{len(before):,} pages and downloads, as {len(PEOPLE)} kinds of people, before and after 9 votes: 0 differ",
    )


@pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")
def test_a_page_that_did_change_would_be_seen(house):
    before = crawl(house, ["nobody"])
    house.rounds[Phase.BIDDING].give(1_000_00)
    after = crawl(house, ["nobody"])
    house.restore()
    assert ("nobody", "/rounds/bidding-round") in differing(before, after)
