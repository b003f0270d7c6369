"""No form of the house proposes or confirms an act for a commissioner whose second factor was not just shown.

The forms are found in the running application, so that an act which is added is tried without being named here.
"""

from dataclasses import replace

import pytest

from pb.rounds.rules.phases import Phase

ACTS = "two_person_act"


@pytest.fixture(scope="module")
def forms(house):
    """Every form that a commissioner can send."""
    found = [form for shapes in house.find_forms().values() for form in shapes if form.route.lets_in("ada")]
    house.restore()
    return found


def sent(house, form, person):
    """Send a form as somebody who means it; the answer, and the tables that it changed."""
    names = [desk.view.name for desk in house.rounds.values() if f"/{desk.view.slug}/" in form.path]
    typed = {field: name for field in form.fields if field.startswith("name-") for name in names}
    if form.route.path == "/desk/people":
        agency = house.rounds[Phase.SETUP].people.agencies["board"]
        typed = {"name": "Gus", "email": "gus@partners.example", "agency": agency, "role": "commissioner"}
    reply = house.press(replace(form, person=person), **typed)
    changed = house.changes()
    house.restore()
    return reply, changed


@pytest.mark.parametrize("house", ["sqlite", "postgresql"], indirect=True, scope="module")
def test_no_act_is_reached_without_a_second_factor_that_was_just_shown(house, forms):
    acts = [form for form in forms if ACTS in sent(house, form, "ada")[1]]
    routes = {form.route.path for form in acts if not form.path.endswith("/withdrawal")}
    # What this test is about is there at all: acts of rounds and acts about staff, proposed and confirmed.
    assert {route.split("/")[2] for route in routes} == {"rounds", "acts", "people", "staff-acts"}
    assert len(acts) > 6
    faults = []
    for form in acts:
        if form.path.endswith("/withdrawal"):
            continue  # taking an act back is stopping, not doing: a commissioner may at any time
        for person, heading in (("bare", "Set up your second step first"), ("late", "Show your second step again")):
            reply, changed = sent(house, form, person)
            faults += [f"{form.path}: {person} changed {table}" for table in changed]
            faults += [f"{form.path}: {person} got {reply.status} {reply.h1}"] * (reply.h1 != heading)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")
def test_no_other_form_reaches_one_for_them_either(house, forms):
    faults = []
    for form in forms:
        for person in ("bare", "late"):
            reply, changed = sent(house, form, person)
            withdrawn = form.path.endswith("/withdrawal")
            faults += [f"{form.path}: {person} got {reply.status} and changed an act"] * (
                ACTS in changed and not withdrawn
            )
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="module")
def test_the_rounds_of_this_house_stand_in_every_phase_so_that_every_act_is_offered(house):
    assert set(Phase) <= set(house.rounds)
