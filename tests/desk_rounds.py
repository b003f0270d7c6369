"""A round that two commissioners take down the whole road, by the actions that the desk calls."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from partnership import NOW, make_partnership, present

from pb.ballots import queries as ballots
from pb.ballots.actions.cast import cast
from pb.core.ids import new_id
from pb.desk import actions, clockwork
from pb.desk.rules.moves import CLOSE_BIDS, OPEN_BIDS
from pb.people import actions as signing
from pb.people import queries as people
from pb.people.rules import Kind, Role, Viewer
from pb.proposals import actions as proposals
from pb.record import queries as record
from pb.roll import actions as roll
from pb.roll import queries as voters
from pb.roll.rules import RollRow
from pb.rounds import actions as rounds
from pb.rounds import queries as views
from pb.rounds.rules.draft import BallotKind, Calendar, RoundDraft
from pb.rounds.rules.phases import Phase

BIDS_OPEN, BIDS_CLOSE, VOTES, ENDS = (NOW + timedelta(days=days) for days in (1, 10, 20, 30))
DURING, AFTER = VOTES + timedelta(days=1), ENDS + timedelta(hours=1)
DICE = "31415926535897932384"
BIDS = (("Sensory garden", 4_000_00), ("Film club", 2_500_00), ("Swimming", 5_000_00), ("Time bank", 1_500_00))
NAME = "Autumn round"
YOUNG, CARERS = "young-people", "parent-carers"


@dataclass
class DeskRound:
    """One round, the people of its desk, and the shortest words for what they do with it."""

    sessions: object
    keys: object
    people: object
    id: str = ""
    codes: dict = field(default_factory=dict)

    def __post_init__(self):
        roles = {"ada": Role.COMMISSIONER, "ben": Role.COMMISSIONER, "cleo": Role.OFFICER}
        agency = {"ada": "Brookfield Council", "ben": "Brookfield ICB", "cleo": "Brookfield Council"}
        for name, role in roles.items():
            mail = f"{name}@partners.example"
            viewer = Viewer(self.people.ids[name], "", name.title(), mail, role, agency[name])
            setattr(self, name, viewer)

    @property
    def view(self):
        with self.sessions.read() as session:
            return views.by_id(session, self.id)

    @property
    def phase(self):
        return self.view.phase

    @property
    def path(self):
        return f"/desk/rounds/{self.view.slug}"

    def verbs(self):
        with self.sessions.read() as session:
            return [entry.verb for entry in record.entries(session, self.id)]

    def acts(self):
        with self.sessions.read() as session:
            return people.open_acts(session, self.id)

    def move(self, key, now=NOW):
        with self.sessions.write() as session:
            actions.move_alone(session, self.id, key, self.ada, now)

    def propose(self, kind, *, by=None, now=NOW, after=None, groups=None, copies=None):
        given = {"after": after and after.isoformat(), "groups": groups, "copies": copies}
        chosen = {name: value for name, value in given.items() if value}
        with self.sessions.write() as session:
            return actions.propose(session, self.keys, self.id, kind, present(by or self.ada, now), now, chosen)

    def confirm(self, act_id, *, by=None, now=NOW, shown=None, passphrases=(), fault=None):
        """Confirm an act; with a `fault`, that is raised before the commit."""
        shown = shown or next((act.effect_hash for act in self.acts() if act.id == act_id), "")
        with self.sessions.write() as session:
            done = actions.confirm(session, self.keys, act_id, shown, present(by or self.ben, now), now, passphrases)
            if fault:
                raise fault
        return done

    def agree(self, kind, *, now=NOW, after=None, groups=None):
        return self.confirm(self.propose(kind, now=now, after=after, groups=groups), now=now)

    def throw(self, digits=DICE):
        with self.sessions.write() as session:
            actions.throw_dice(session, self.id, digits, self.ada, AFTER)

    def give(self, amount):
        with self.sessions.write() as session:
            agency = self.people.agencies["council"]
            return rounds.add_contribution(session, self.id, agency, amount, "", self.ada.actor, NOW)

    def admit(self, number, title, ask):
        with self.sessions.write() as session:
            proposals.add_imported_proposal(
                session, self.id, number=number, title=title, ask=ask, actor=self.ada.actor, now=NOW
            )

    def issue(self, young=0, carers=0):
        rows = [RollRow(f"Y{n:03}", YOUNG) for n in range(1, young + 1)]
        rows += [RollRow(f"C{n:03}", CARERS) for n in range(1, carers + 1)]
        with self.sessions.write() as session:
            for issued in roll.import_roll(session, self.keys, self.id, rows, self.ada.actor, NOW):
                self.codes[issued.partner_ref] = issued.code

    def vote(self, reference, *chosen, now=DURING):
        self.mark(reference, {"chosen": list(chosen)}, now=now)

    def mark(self, reference, marks, *, replaces=None, now=DURING):
        """Cast a ballot with these marks, in the place of the voter's ballot of rev `replaces`."""
        view = self.view
        with self.sessions.write() as session:
            voter = voters.voter_by_code(session, self.keys, self.id, self.codes[reference])
            cast(
                session,
                self.keys,
                view,
                voter.voter_id,
                marks,
                envelope_id=secrets.token_hex(16),
                replaces_rev=replaces,
                now=now,
            )

    def in_urn(self):
        with self.sessions.read() as session:
            return ballots.ballots_in_urn(session, self.id)

    def vote_all(self):
        """Everybody on the roll votes: young people for 1 and 2, parent carers for 3, and for 4 every second one."""
        for at, reference in enumerate(sorted(self.codes)):
            wanted = ["1", "2"] if reference.startswith("Y") else ["3", "4"][: 1 + at % 2]
            self.mark(reference, marks_for(self.view.ballot_kind, wanted))

    def publish(self):
        """From the last instant of voting to the result."""
        self.run_clock(ENDS)
        self.agree(Kind.SEAL_LIST, now=AFTER)
        self.throw()
        self.agree(Kind.OPEN_URN, now=AFTER)
        self.agree(Kind.PUBLISH, now=AFTER)
        self.explain()
        self.run_clock(AFTER)

    def run_clock(self, now):
        return clockwork.run_due(self.sessions, self.keys, now)

    def explain(self, now=AFTER, tell=None):
        return clockwork.explain_due(self.sessions, lambda: now, tell)


def marks_for(kind, wanted):
    """The marks of somebody who wants these bids, the first of them most: by choosing, or by faces."""
    if kind is BallotKind.FACES:
        answers = {name: "bit" if at else "yes" for at, name in enumerate(wanted)}
        return {"faces": {name: answers.get(name, "no") for name in "123"} | answers}
    return {"chosen": wanted}


def draft(**changes):
    """A round of choosing with a floor of ten, so that few voters are enough for its ballots to be public."""
    values = {
        "name": NAME,
        "summary": "Money for ideas.",
        "calendar": Calendar(BIDS_OPEN, BIDS_CLOSE, VOTES, ENDS),
        "least_cost": 500_00,
        "greatest_cost": 6_000_00,
        "ballot_kind": BallotKind.APPROVAL,
        "ballot_limit": 3,
        "ballot_most": 0,
        "disclosure_floor": 10,
    }
    return RoundDraft(**(values | changes))


def make_desk_round(sessions, keys, *, phase=Phase.SETUP, young=3, carers=3, voting=True, people=None, **changes):
    """A round in the phase that is asked for, having walked there; everybody votes unless `voting` is false.

    `people` is the partnership of a round made before, where there is more than one.
    """
    desk = DeskRound(sessions, keys, people or make_partnership(sessions))
    with sessions.write() as session:
        desk.id = rounds.create_round(session, draft(**changes), desk.ada.actor, NOW)
        groups = [rounds.ElectorateDraft(YOUNG, "Young people", Fraction(1, 2))]
        groups.append(rounds.ElectorateDraft(CARERS, "Parent carers", Fraction(1, 2)))
        rounds.set_electorates(session, desk.id, groups, desk.ada.actor, NOW)
        for agency, amount in (("council", 6_000_00), ("board", 4_000_00)):
            rounds.add_contribution(session, desk.id, desk.people.agencies[agency], amount, "", desk.ada.actor, NOW)
    steps = [
        (Phase.BIDDING, lambda: desk.move(OPEN_BIDS)),
        (Phase.REVIEW, lambda: (_fill(desk), desk.move(CLOSE_BIDS), desk.issue(young, carers))),
        (Phase.VOTING, lambda: (desk.agree(Kind.OPEN_VOTING), desk.vote_all() if voting else None)),
        (Phase.CLOSED, lambda: desk.run_clock(ENDS)),
        (Phase.SEALED, lambda: desk.agree(Kind.SEAL_LIST, now=AFTER)),
        (Phase.OPENED, lambda: (desk.throw(), desk.agree(Kind.OPEN_URN, now=AFTER))),
        (Phase.PUBLISHED, lambda: (desk.agree(Kind.PUBLISH, now=AFTER), desk.explain(), desk.run_clock(AFTER))),
    ]
    for reached, step in steps:
        if not phase.reached(reached):
            break
        step()
    assert desk.phase is phase
    return desk


def submit(desk, title="Board games", ask=1_000_00):
    """A bid that a parent sent and nobody has decided; while bids are open."""
    fields = dict.fromkeys(("sentence", "what", "who_for", "team"), "Words")
    picture = {"symbol": "star", "symbol_description": "A star"}
    bidder = new_bidder(desk)
    now = BIDS_OPEN + timedelta(days=1)
    with desk.sessions.write() as session:
        proposal_id = proposals.start_proposal(session, desk.id, bidder, now)
        costs = {"cost_lines": [("Everything", ask)]}
        proposals.save_section(session, proposal_id, 1, bidder, {"title": title, **fields, **picture, **costs}, now)
        proposals.submit_proposal(session, proposal_id, bidder, now)
    return proposal_id


def new_bidder(desk):
    """Somebody who has just signed in by a code, as a viewer."""
    seen = []
    email = f"{new_id()}@families.example"
    with desk.sessions.write() as session:
        signing.send_email_code(session, email, NOW, lambda code: (seen.append(code) or "Code", code))
        token = signing.sign_in_bidder(session, email, seen[0], NOW)
        return people.viewer_of(session, token, NOW)


def _fill(desk):
    for number, (title, ask) in enumerate(BIDS, 1):
        desk.admit(number, title, ask)
