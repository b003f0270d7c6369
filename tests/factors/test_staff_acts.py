"""Acts about staff: whoever decides who counts as a person of their own must be two people."""

from dataclasses import replace

import pytest
import telephones
from partnership import NOW, make_partnership, present

from pb.factors import queries
from pb.factors.actions import staff_acts
from pb.factors.rules import NoSecondFactor, OwnSecondFactor
from pb.people import actions as people
from pb.people import queries as staff
from pb.people.rules import (
    ActChanged,
    ActNotFound,
    AgencyNotFound,
    CommissionersOnly,
    EmailTaken,
    EmailUnfit,
    Kind,
    NameUnfit,
    Role,
    SecondFactorNeeded,
    SecondPersonNeeded,
    SecondStepStale,
    StaffKind,
    StaffNotFound,
)
from pb.post import queries as post
from pb.record import queries as record
from pb.record.models import SITE_CHAIN

ADDRESS = "https://choose.example.org/sign-in/password"
ADD, RESET = StaffKind.ADD_COMMISSIONER, StaffKind.RESET_SECOND_FACTOR
LOOK_ON, LET_GO = StaffKind.ADD_OBSERVER, StaffKind.END_OBSERVER


class Office:
    """Three commissioners with telephones, and an officer who has one too."""

    def __init__(self, sessions, keys):
        self.sessions, self.people = sessions, make_partnership(sessions)
        self.people.join("dot", Role.COMMISSIONER, "board")
        for name, staff_id in self.people.ids.items():
            with sessions.write() as session:
                telephones.give(session, keys, staff_id, NOW)
            token = self.people.sign_in(name)
            with sessions.write() as session:
                shown = telephones.show(session, keys, token, NOW)
                setattr(self, name, staff.viewer_of(session, shown, NOW))

    def eve(self, **changes):
        return {"agency": self.people.agencies["board"], "email": "Eve@partners.example", "name": "Eve"} | changes

    def propose(self, kind, chosen, viewer, now=NOW):
        with self.sessions.write() as session:
            return staff_acts.propose(session, kind, chosen, viewer, now)

    def confirm(self, act_id, viewer, shown=None, now=NOW):
        with self.sessions.write() as session:
            act = staff.open_act(session, act_id)
            return staff_acts.confirm(session, act_id, shown or (act and act.effect_hash) or "", viewer, ADDRESS, now)

    def reset(self, name):
        return {"staff": self.people.ids[name]}

    def has_factor(self, name):
        with self.sessions.read() as session:
            return queries.factor_of(session, self.people.ids[name]) is not None

    def person(self, email):
        with self.sessions.read() as session:
            return staff.staff_by_email(session, email)

    def waiting(self):
        with self.sessions.read() as session:
            return [act.id for act in staff.open_acts(session, SITE_CHAIN)]


@pytest.fixture
def office(sessions, keys):
    return Office(sessions, keys)


def test_two_commissioners_add_a_third_who_gets_a_letter_and_no_password(office):
    act = office.propose(ADD, office.eve(), office.ada)
    assert office.person("eve@partners.example") is None
    office.confirm(act, office.ben)
    added = office.person("eve@partners.example")
    assert (added.role, added.name, added.second_factor_at) == (Role.COMMISSIONER, "Eve", None)
    with office.sessions.read() as session:
        assert staff.password_hash_of(session, added.id) == ""
        letter = next(one for one in post.outbox(session) if one.to == "eve@partners.example")
        entry = record.head(session, SITE_CHAIN)
    assert ADDRESS in letter.body
    assert "as a commissioner" in letter.body
    assert (entry.verb, entry.actor) == ("StaffAdded", "Ada (Brookfield Council) and Ben (Brookfield ICB)")


def test_one_alone_adds_nobody(office):
    act = office.propose(ADD, office.eve(), office.ada)
    with pytest.raises(SecondPersonNeeded):
        office.confirm(act, office.ada)
    assert office.person("eve@partners.example") is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": " "}, NameUnfit),
        ({"email": "eve"}, EmailUnfit),
        ({"email": "cleo@partners.example"}, EmailTaken),
        ({"agency": "elsewhere"}, AgencyNotFound),
    ],
)
def test_who_could_not_be_added_is_not_proposed(office, changes, refusal):
    with pytest.raises(refusal):
        office.propose(ADD, office.eve(**changes), office.ada)
    assert office.waiting() == []


def test_what_was_shown_to_the_second_person_is_what_is_done(office):
    act = office.propose(ADD, office.eve(), office.ada)
    with pytest.raises(ActChanged):
        office.confirm(act, office.ben, shown="ab" * 32)


def test_several_may_wait_and_only_the_same_one_lapses(office):
    first = office.propose(ADD, office.eve(), office.ada)
    second = office.propose(ADD, office.eve(email="finn@partners.example", name="Finn"), office.ben)
    again = office.propose(ADD, office.eve(), office.dot)
    assert set(office.waiting()) == {second, again}
    with pytest.raises(ActNotFound):
        office.confirm(first, office.ben)


def test_one_whose_address_was_taken_meanwhile_is_refused_and_no_longer_stands(office):
    act = office.propose(ADD, office.eve(), office.ada)
    with office.sessions.write() as session:
        staff_acts.invite(session, Role.OFFICER, office.eve(), "Ben", ADDRESS, NOW)
        assert not queries.stands(session, queries.open_staff_act(session, act))
    with pytest.raises(EmailTaken):
        office.confirm(act, office.ben)
    assert office.person("eve@partners.example").role is Role.OFFICER


# --- a lost second factor -------------------------------------------------------------------------------------------


def test_two_others_reset_the_second_factor_of_a_commissioner(office):
    act = office.propose(RESET, office.reset("dot"), office.ada)
    assert office.has_factor("dot")
    office.confirm(act, office.ben)
    assert not office.has_factor("dot")
    with office.sessions.read() as session:
        entry = record.head(session, SITE_CHAIN)
    assert (entry.verb, entry.actor) == ("SecondFactorReset", "Ada (Brookfield Council) and Ben (Brookfield ICB)")


def test_nobody_who_could_be_the_same_person_takes_part(office):
    with pytest.raises(OwnSecondFactor):
        office.propose(RESET, office.reset("ada"), office.ada)
    act = office.propose(RESET, office.reset("ben"), office.ada)
    with pytest.raises(SecondPersonNeeded):
        office.confirm(act, office.ada)
    with pytest.raises(OwnSecondFactor):
        office.confirm(act, office.ben)
    assert office.has_factor("ben")


def test_a_factor_that_was_set_up_anew_meanwhile_is_not_reset(office):
    act = office.propose(RESET, office.reset("dot"), office.ada)
    with office.sessions.write() as session:
        people.note_second_factor(session, office.people.ids["dot"], NOW.replace(hour=11))
    with pytest.raises(ActChanged):
        office.confirm(act, office.ben)


def test_who_has_none_left_or_is_unknown_is_not_reset(office):
    with pytest.raises(StaffNotFound):
        office.propose(RESET, {"staff": "nobody"}, office.ada)
    with pytest.raises(StaffNotFound):
        office.propose(RESET, office.reset("cleo"), office.ada)
    office.confirm(office.propose(RESET, office.reset("dot"), office.ada), office.ben)
    with pytest.raises(NoSecondFactor):
        office.propose(RESET, office.reset("dot"), office.ada)


def test_one_commissioner_resets_an_officer_and_no_commissioner(office):
    with office.sessions.write() as session:
        staff_acts.reset_alone(session, office.people.ids["cleo"], office.ada, NOW)
    assert not office.has_factor("cleo")
    with office.sessions.write() as session, pytest.raises(StaffNotFound):
        staff_acts.reset_alone(session, office.people.ids["ben"], office.ada, NOW)
    assert office.has_factor("ben")


@pytest.mark.parametrize("who", ["officer", "without a second factor", "with an old one"])
def test_nobody_else_takes_part(office, who):
    viewer, refusal = {
        "officer": (office.cleo, CommissionersOnly),
        "without a second factor": (replace(office.ben, has_second_factor=False), SecondFactorNeeded),
        "with an old one": (present(office.ben, NOW.replace(hour=1)), SecondStepStale),
    }[who]
    act = office.propose(RESET, office.reset("dot"), office.ada)
    for kind, chosen in ((ADD, office.eve()), (RESET, office.reset("dot"))):
        with pytest.raises(refusal):
            office.propose(kind, chosen, viewer)
    with pytest.raises(refusal):
        office.confirm(act, viewer)
    assert office.waiting() == [act]


@pytest.mark.parametrize("has_factor", [False, True])
def test_an_officers_is_not_reset_without_a_fresh_second_step_of_ones_own(office, has_factor):
    viewer = replace(office.ada, has_second_factor=has_factor, second_step_at=NOW.replace(hour=1))
    refusal = SecondStepStale if has_factor else SecondFactorNeeded
    with office.sessions.write() as session, pytest.raises(refusal):
        staff_acts.reset_alone(session, office.people.ids["cleo"], viewer, NOW)
    assert office.has_factor("cleo")


# --- who looks on ---------------------------------------------------------------------------------------------------


def test_two_commissioners_add_an_observer_who_is_no_commissioner(office):
    act = office.propose(LOOK_ON, office.eve(), office.ada)
    with pytest.raises(SecondPersonNeeded):
        office.confirm(act, office.ada)
    assert office.person("eve@partners.example") is None
    office.confirm(act, office.ben)
    assert office.person("eve@partners.example").role is Role.OBSERVER
    with office.sessions.read() as session:
        letter = next(one for one in post.outbox(session) if one.to == "eve@partners.example")
        assert record.head(session, SITE_CHAIN).facts["role"] == "observer"
    assert "made you an observer" in letter.body


def test_adding_an_observer_is_not_agreeing_to_a_commissioner(office):
    office.propose(LOOK_ON, office.eve(), office.ada)
    other = office.propose(ADD, office.eve(), office.ada)
    with office.sessions.read() as session:
        (shown,) = {act.effect_hash for act in staff.open_acts(session, SITE_CHAIN) if act.kind == LOOK_ON}
    with pytest.raises(ActChanged):
        office.confirm(other, office.ben, shown=shown)


def test_nobody_sends_an_observer_away_alone_and_two_do(office):
    office.people.join("oli", Role.OBSERVER, "board")
    act = office.propose(LET_GO, office.reset("oli"), office.ada)
    with pytest.raises(SecondPersonNeeded):
        office.confirm(act, office.ada)
    assert office.person("oli@partners.example").active
    office.confirm(act, office.ben)
    assert not office.person("oli@partners.example").active
    with office.sessions.read() as session:
        letter = next(one for one in post.outbox(session) if one.to == "oli@partners.example")
        entry = record.head(session, SITE_CHAIN)
    assert "Ada (Brookfield Council) and Ben (Brookfield ICB) ended your access" in letter.body
    assert (entry.verb, entry.actor) == ("StaffEnded", "Ada (Brookfield Council) and Ben (Brookfield ICB)")


@pytest.mark.parametrize("name", ["ben", "cleo", "nobody"])
def test_only_an_observer_is_let_go_as_one(office, name):
    with pytest.raises(StaffNotFound):
        office.propose(LET_GO, {"staff": office.people.ids.get(name, "nobody")}, office.ada)


def test_an_act_about_a_round_is_none_about_staff(office):
    with office.sessions.write() as session:
        act = people.propose_act(session, Kind.OPEN_VOTING, "autumn", {"pot": 1}, office.ada, NOW)
        assert queries.open_staff_act(session, act) is None
    with pytest.raises(ActNotFound):
        office.confirm(act, office.ben)
