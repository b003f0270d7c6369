"""One person, with every role that one person can hold and two browsers, does nothing of what takes two.

The routes are read from the running application. The person asks for every act there is, and then sends to every route
that changes anything whatever could confirm it: the hash that the page shows, names, kinds, from both browsers.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from desk_rounds import AFTER, YOUNG
from figures import figure
from sqlalchemy import delete, select
from tables import load
from whole_house import PASSES, SIGN_IN, URL_ENCODED, encoded, protection, signed_in

from pb.desk.queries import acts as pages
from pb.factors import queries as factors
from pb.people import queries as people
from pb.people.rules import Kind, StaffKind
from pb.record import queries as record
from pb.record.models import SITE_CHAIN
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase
from pb.web.forms import typed_instant

ROLES = ("nobody", "voter", "sam", "oli", "tess", "cleo", "ada")
"""One person: stranger, voter, bidder, observer, steward, officer, and commissioner with two browsers."""

ASKED = {
    Kind.OPEN_VOTING: Phase.REVIEW,
    Kind.CLOSE_EARLY: Phase.VOTING,
    Kind.EXTEND_VOTING: Phase.VOTING,
    Kind.SEAL_LIST: Phase.CLOSED,
    Kind.OPEN_URN: Phase.SEALED,
    Kind.PUBLISH: Phase.OPENED,
    Kind.REISSUE_IN_BULK: BallotKind.RANKED,
}
EFFECTS = {
    "ActConfirmed",
    "VotingOpened",
    "VotingCloseChanged",
    "ListSealed",
    "UrnOpened",
    "KeysDestroyed",
    "ResultCounted",
    "CodesReissued",
    "SecondFactorReset",
    "StaffEnded",
}
BEFORE_VOTING = ["setup", "bidding", "review"]
ALONE = {"SecondFactorReset": ("cleo", "oli", "tess"), "StaffEnded": ("cleo", "tess")}
"""Of whom one commissioner may do what is done by two of a commissioner: they take no part in acts of two people."""


@dataclass
class Act:
    """An act that was asked for, and where it is confirmed."""

    id: str
    kind: str
    hash: str
    parameter: str


def confirm_all(house, acts):
    """Try to confirm every act in every role and browser, with the hash that its page shows."""
    routes = [one for one in unsafe(house) if one.path.endswith("/confirmation")]
    return sum(press(house, role, route, acts) for role in (*ROLES, "ada again") for route in routes)


def walk(house, person, acts):
    """Send everything to every route that changes anything and lets this person in; returns how much was sent."""
    open_to_all = person in {"nobody", "voter"}
    routes = [one for one in unsafe(house) if (open_to_all if one.door == "anyone" else person in PASSES[one.guard])]
    return sum(press(house, person, one, acts) for one in routes)


def press(house, person, route, acts):
    sent = 0
    for place in places(house, route, acts):
        for fields in bodies(house, route, place, acts):
            body = encoded(fields | {"form_token": house.token(person)})
            reply = house.ask(person, route.method, route.at(place), body=body, kind=URL_ENCODED, look=False)
            assert reply.status < 500, reply.path
            sent += 1
    keep_signed_in(house, person)
    return sent


def unsafe(house):
    return house.routes("POST", "PUT", "PATCH", "DELETE")


def places(house, route, acts):
    """Addresses of a route, those with the acts of this person first."""
    own = [{one.parameter: one.id} for one in acts if route.parameters == (one.parameter,)]
    return own or house.places(route)


def bodies(house, route, place, acts):
    """What could make a route do it: everything that any form of the desk has, for each kind where there is a kind."""
    slug = place.get("slug", "")
    name = next((desk.view.name for desk in house.rounds.values() if desk.view.slug == slug), "")
    fields = {f"name-{kind}": name for kind in Kind} | typed_instant("after", AFTER + timedelta(days=40))
    fields |= {"groups": YOUNG, "dice": "1" * 20, "confirm": "yes", "effect": "{}", "approved": "yes", "second": "ben"}
    own = [one for one in acts if one.id in place.values()]
    fields |= {"effect_hash": own[0].hash} if own else {}
    if route.path.endswith(("/acts", "/moves")):
        return [fields | {"kind": kind} for kind in Kind]
    if route.path == "/desk/people":
        agency = house.rounds[Phase.SETUP].people.agencies["board"]
        person = {"name": "Gus", "email": "gus@partners.example", "agency": agency}
        return [fields | person | {"role": role} for role in ("commissioner", "observer")]
    return [fields]


def keep_signed_in(house, person):
    """What ends the sign-in of a commissioner ends that of this one too; they sign in again, as they can."""
    name = person.removesuffix(" again")
    if name != "ada":
        return
    with house.sessions.read() as session:
        viewer = people.viewer_of(session, house.jars[person][SIGN_IN], AFTER)
    if not viewer.staff_id or not viewer.second_step_at:
        house.jars[person][SIGN_IN] = signed_in(house, house.rounds[Phase.SETUP].people, name)


def ask_for_everything(house):
    """Ada asks for every act there is, in her first browser; returns those that wait."""
    ids = house.rounds[Phase.SETUP].people.ids
    for kind, where in ASKED.items():
        path = f"{house.rounds[where].path}/{'reissue/groups' if kind is Kind.REISSUE_IN_BULK else 'acts'}"
        place = {"slug": house.rounds[where].view.slug}
        ask(house, path, bodies(house, house.route_of("POST", path), place, [])[0] | {"kind": kind})
    for role in ("commissioner", "observer"):
        person = {"name": "Eve", "email": f"{role}@partners.example", "role": role}
        ask(house, "/desk/people", person | {"agency": house.rounds[Phase.SETUP].people.agencies["board"]})
    ask(house, f"/desk/people/{ids['ben']}/second-step-reset", {})
    ask(house, f"/desk/people/{ids['oli']}/ending", {})
    with house.sessions.read() as session:
        found = [act for chain in chains(house) for act in people.open_acts(session, chain)]
    kinds = {SITE_CHAIN: "staff_act_id"}
    return [Act(one.id, one.kind, one.effect_hash, kinds.get(one.round_id, "act_id")) for one in found]


def ask(house, path, fields):
    body = encoded(fields | {"form_token": house.token("ada")})
    house.ask("ada", "POST", path, body=body, kind=URL_ENCODED, look=False)


def chains(house):
    return [*(desk.id for desk in house.rounds.values()), SITE_CHAIN]


def entries(house):
    with house.sessions.read() as session:
        return [entry for chain in chains(house) for entry in record.entries(session, chain)]


def touched(house):
    """What only acts of two people change, as it is stored, without asking the record."""
    tables = load().tables
    rounds, staff, ids = tables["round"].c, tables["staff"].c, house.rounds[Phase.SETUP].people.ids
    others = tables["second_factor"].c.staff_id.not_in([ids[name] for name in ALONE["SecondFactorReset"]])
    wanted = {
        "votes": select(rounds.id, rounds.phase, rounds.voting_closes_at).where(rounds.phase.not_in(BEFORE_VOTING)),
        "rounds before voting": select(rounds.id, rounds.rules_hash).where(rounds.phase.in_(BEFORE_VOTING)),
        "sealed lists": select(tables["sealed_list"]),
        "urns": select(tables["urn"]).where(tables["urn"].c.round_id != house.rounds[Phase.VOTING].id),  # a voter votes
        "ballots": select(tables["ballot"]),
        "codes": select(tables["voter"].c.voter_id, tables["voter"].c.code_digest),
        "commissioners and observers": select(staff.id, staff.role, staff.active).where(
            staff.role.not_in(["officer", "steward"])
        ),
        "second factors": select(tables["second_factor"].c.staff_id, tables["second_factor"].c.confirmed_at).where(
            others
        ),
    }
    with house.sessions.read() as session:
        return {name: sorted(map(repr, session.execute(one).all())) for name, one in wanted.items()}


@pytest.fixture(scope="module")
def asked(house):
    """Every act there is, asked for by Ada, who has a second browser; what others had asked for is taken back."""
    house.jars["ada again"] = {protection.COOKIE: "ada-again-of-the-tests"}
    house.jars["ada again"][SIGN_IN] = signed_in(house, house.rounds[Phase.SETUP].people, "ada")
    table = load().tables["two_person_act"]
    with house.sessions.write() as session:
        session.execute(delete(table).where(table.c.confirmed_at.is_(None)))
    house.rounds[Phase.SEALED].throw()
    return ask_for_everything(house)


ON_SQLITE = pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")


@ON_SQLITE
def test_every_act_there_is_was_asked_for_and_a_second_person_could_confirm_it(house, asked):
    assert {one.kind for one in asked} == {*Kind, *StaffKind}
    with house.sessions.read() as session:
        ben = house.rounds[Phase.SETUP].ben
        for one in asked:
            if one.parameter == "act_id":
                assert pages.act_page(session, house.keys, one.id, ben, AFTER).stands, one.kind
            else:
                assert factors.stands(session, people.open_act(session, one.id)), one.kind


@ON_SQLITE
def test_one_person_with_every_role_and_two_browsers_reaches_the_effect_of_none(house, asked):
    known, stored = {entry.hash for entry in entries(house)}, touched(house)
    sent = confirm_all(house, asked)
    sent += sum(walk(house, role, asked) for role in ROLES)
    sent += confirm_all(house, ask_for_everything(house))
    fresh = [entry for entry in entries(house) if entry.hash not in known]
    assert sent > 500
    assert len(fresh) > 30  # what one person may do was done: the walk reached what it sent to
    assert [f"{entry.verb} {entry.facts}" for entry in fresh if takes_two(house, entry)] == []
    assert [name for name, rows in touched(house).items() if rows != stored[name]] == []
    figure("V3", f"{sent:,} forms sent by one person with every role, {len(asked)} acts of two people waiting: 0 done")


def takes_two(house, entry):
    """Whether an entry tells of something that two people do."""
    if entry.verb == "StaffAdded":
        return entry.facts["role"] != "officer"
    ids = house.rounds[Phase.SETUP].people.ids
    return entry.verb in EFFECTS and entry.facts.get("staff") not in {ids[name] for name in ALONE.get(entry.verb, ())}
