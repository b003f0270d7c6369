"""One person, one ballot: every order in which casts, resends, reissues and the close can come."""

import asyncio
import itertools
import secrets
import threading
from datetime import timedelta

import pytest
from ballot_rounds import CLOSES, NOON, make_box
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from figures import figure, often
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from pb.ballots import queries
from pb.ballots.actions.cast import cast, place_ballots, seal_ballot
from pb.ballots.actions.listing import seal_list
from pb.ballots.actions.reissue import reissue
from pb.ballots.rules import (
    InPersonVoteStands,
    LaterVoteStands,
    OverLimit,
    UnknownProject,
    VotingClosed,
    receipt_statement,
)
from pb.db.writer import Writer
from pb.roll import actions as roll
from pb.roll.rules import CodeUnknown
from pb.rounds.rules.draft import BallotKind
from pb.rounds.rules.phases import Phase, WrongPhase

ONE, TWO = {"chosen": ["1"]}, {"chosen": ["2", "3"]}


@pytest.fixture
def box(sessions, keys):
    return make_box(sessions, keys)


def everything_but_the_urn(box):
    with box.sessions.read() as session:
        names = set(inspect(session.connection()).get_table_names()) - {"urn"}
        # PostgreSQL's xmin and xmax would show a row that was merely locked, and when.
        hidden = "" if box.sessions.url.startswith("sqlite") else ", xmin::text, xmax::text"
        queried = {name: text(f'SELECT *{hidden} FROM "{name}"') for name in names}  # noqa: S608 - the schema's names
        return {name: sorted(map(repr, session.execute(query))) for name, query in queried.items()}


def test_a_cast_is_stored_once_and_its_receipt_is_signed(box):
    receipt = box.cast("Y1", ONE)
    assert (receipt.rev, receipt.replaced, receipt.already) == (1, False, False)
    assert len(receipt.tracker) == 12
    assert box.in_urn() == 1
    public = Ed25519PublicKey.from_public_bytes(box.keys.signing_public())
    public.verify(bytes.fromhex(receipt.signature), receipt_statement(box.id, receipt.commit, 1))


def test_a_cast_writes_one_row_of_the_urn_and_nothing_else(box):
    before = everything_but_the_urn(box)
    box.cast("Y1", ONE)
    box.cast("Y1", TWO, rev=1)
    assert everything_but_the_urn(box) == before


def test_a_resend_gets_the_same_receipt_again(box):
    first = box.cast("Y1", ONE, envelope="e" * 16)
    again = box.cast("Y1", ONE, envelope="e" * 16)
    assert again.already
    assert (again.tracker, again.commit, again.rev, again.signature) == (
        first.tracker,
        first.commit,
        first.rev,
        first.signature,
    )
    assert box.in_urn() == 1


def test_a_new_vote_that_names_the_one_it_replaces_replaces_it(box):
    first = box.cast("Y1", ONE)
    second = box.cast("Y1", ONE, rev=1)
    assert (second.rev, second.replaced) == (2, True)
    assert second.commit != first.commit
    assert (box.in_urn(), box.standing("Y1").rev) == (1, 2)


def test_a_cast_that_does_not_name_the_standing_one_is_refused(box):
    box.cast("Y1", ONE)
    box.cast("Y1", TWO, rev=1)
    for rev in (None, 0, 1, 3, 99):
        with pytest.raises(LaterVoteStands) as refusal:
            box.cast("Y1", ONE, rev=rev)
        assert refusal.value.facts["rev"] == 2


def test_a_late_retry_of_an_older_cast_does_not_undo_the_newer(box):
    box.cast("Y1", ONE, envelope="a" * 16)
    newer = box.cast("Y1", TWO, envelope="b" * 16, rev=1)
    with pytest.raises(LaterVoteStands):
        box.cast("Y1", ONE, envelope="a" * 16)
    assert box.cast("Y1", TWO, envelope="b" * 16, rev=1).commit == newer.commit


def test_the_closing_instant_itself_is_too_late(box):
    box.cast("Y1", ONE, now=CLOSES - timedelta(microseconds=1))
    with pytest.raises(VotingClosed):
        box.cast("Y2", ONE, now=CLOSES)
    with pytest.raises(VotingClosed):
        box.cast("Y1", TWO, rev=1, now=CLOSES)


def test_the_close_is_read_inside_the_casts_own_transaction(box):
    """A page that was opened before the close, or a round as it was known then, opens nothing."""
    stale = box.view()
    voter = box.voter("Y1")
    box.set(voting_closes_at=NOON)
    with box.sessions.write() as session, pytest.raises(VotingClosed):
        cast(session, box.keys, stale, voter.voter_id, ONE, envelope_id="e" * 16, replaces_rev=None, now=NOON)
    box.set(voting_closes_at=CLOSES, phase=Phase.CLOSED)
    with box.sessions.write() as session, pytest.raises(VotingClosed):
        cast(session, box.keys, stale, voter.voter_id, ONE, envelope_id="e" * 16, replaces_rev=None, now=NOON)
    assert box.in_urn() == 0


def test_no_other_phase_takes_ballots(box):
    voter = box.voter("Y1")
    for phase in set(Phase) - {Phase.VOTING}:
        box.set(phase=phase)
        with pytest.raises(VotingClosed):
            box.cast_as(voter.voter_id, ONE)
    assert box.in_urn() == 0


def test_a_resend_after_the_close_still_gets_its_receipt(box):
    first = box.cast("Y1", ONE, envelope="e" * 16)
    box.set(phase=Phase.CLOSED)
    assert box.cast("Y1", ONE, envelope="e" * 16, now=CLOSES + timedelta(hours=1)).tracker == first.tracker


def test_forged_projects_and_limits_are_refused_and_nothing_is_stored(sessions, keys):
    box = make_box(sessions, keys, limit=2)
    for marks, refusal in [
        ({"chosen": ["13"]}, UnknownProject),
        ({"chosen": ["999"]}, UnknownProject),
        ({"chosen": ["1", "2", "3"]}, OverLimit),
    ]:
        with pytest.raises(refusal):
            box.cast("Y1", marks)
    assert box.in_urn() == 0


def test_a_voter_of_another_round_casts_nothing_here(box):
    other = make_box(box.sessions, box.keys)
    with pytest.raises(CodeUnknown):
        box.cast_as(other.voter("Y1").voter_id, ONE)


def test_a_vote_in_person_beats_the_online_one_in_either_order(box):
    for channel, one, other in (("tablet", "Y1", "Y2"), ("paper", "C1", "C2")):
        box.cast(one, ONE)
        assert box.cast(one, TWO, channel=channel).replaced
        for rev in (None, 1, 2):
            with pytest.raises(InPersonVoteStands):
                box.cast(one, ONE, rev=rev)
        box.cast(other, ONE, channel=channel)
        with pytest.raises(InPersonVoteStands):
            box.cast(other, TWO, rev=1)
        assert box.standing(one).channel.in_person


def test_of_two_votes_in_person_the_first_stands(box):
    box.cast("Y1", ONE, channel="tablet")
    with pytest.raises(InPersonVoteStands):
        box.cast("Y1", TWO, channel="tablet", rev=1)
    with pytest.raises(InPersonVoteStands):
        box.cast("Y1", TWO, channel="paper", rev=1)


def reissue_code(box, reference):
    with box.sessions.write() as session:
        issued = reissue(session, box.keys, box.id, f"{reference}-7QX", "Ada", NOON)
    box.codes[reference] = issued.code


def test_a_reissued_code_takes_the_old_ballot_out_and_kills_the_old_code(box):
    old_voter, old_code = box.voter("Y1"), box.codes["Y1"]
    box.cast("Y1", ONE)
    box.cast("Y1", TWO, rev=1)
    reissue_code(box, "Y1")
    assert box.in_urn() == 0
    assert box.standing("Y1") is None
    assert box.voter("Y1").voter_id != old_voter.voter_id
    with box.sessions.read() as session:
        assert queries.reissued_votes(session, box.id) == 2
    with pytest.raises(CodeUnknown):
        box.cast_as(old_voter.voter_id, ONE)
    box.codes["Y1"] = old_code
    assert box.voter("Y1") is None


def test_a_code_reissued_twice_and_then_revoked_leaves_one_voter(box):
    reissue_code(box, "Y1")
    reissue_code(box, "Y1")
    assert box.cast("Y1", ONE).rev == 1
    voter = box.voter("Y1")
    with box.sessions.write() as session:
        roll.revoke(session, box.id, "Y1-7QX", "Ada", NOON)
    with pytest.raises(CodeUnknown):
        box.cast_as(voter.voter_id, TWO, rev=1)
    assert box.in_urn() == 1


def test_codes_are_not_reissued_when_it_is_too_late_to_vote_again(box):
    with box.sessions.write() as session, pytest.raises(VotingClosed):
        reissue(session, box.keys, box.id, "Y1-7QX", "Ada", CLOSES)
    box.set(phase=Phase.CLOSED)
    with box.sessions.write() as session, pytest.raises(WrongPhase):
        reissue(session, box.keys, box.id, "Y1-7QX", "Ada", NOON)


EVENTS = ("online", "tablet A", "tablet B", "paper", "reissue", "close")


def play(box, order):
    """Let the events come in this order; each cast was begun before anything else had happened."""
    voter_id, kept = box.voter("Y1").voter_id, None
    for event in order:
        try:
            if event == "reissue":
                reissue_code(box, "Y1")
                kept = None
            elif event == "close":
                box.set(phase=Phase.CLOSED)
            else:
                box.cast_as(voter_id, ONE, channel=event.split()[0])
                kept = event
        except (LaterVoteStands, VotingClosed, CodeUnknown, WrongPhase):
            continue
    return kept


def expected(order):
    """What should lie in the urn in the end: the rules, told once more in the plainest way."""
    kept, dead = None, False
    for event in itertools.takewhile(lambda event: event != "close", order):
        if event == "reissue":
            kept, dead = None, True
        elif not dead and (kept is None or (kept == "online" and event != "online")):
            kept = event
    return kept


def test_every_order_of_arrival_ends_as_the_rules_say(keys, tmp_path, sessions):
    if not sessions.url.startswith("sqlite"):
        pytest.skip("the order is the same on every database; so many rounds on one are enough")
    orders = list(itertools.permutations(EVENTS))[:: often(7, 1)]
    for order in orders:
        box = make_box(sessions, keys, young=1, carers=0)
        assert play(box, order) == expected(order), order
        assert box.in_urn() == (expected(order) is not None), order
    figure("R2", f"{len(orders)} orders of online, two tablets, paper, a new code and the close: each as the rules say")


def race(racers, run):
    """Start all racers behind one gate; returns answers and refusals."""
    gate, answers, lock = threading.Barrier(racers), [], threading.Lock()

    def racer(number):
        gate.wait()
        try:
            outcome = run(number)
        except LaterVoteStands as refusal:
            outcome = refusal
        with lock:
            answers.append(outcome)

    threads = [threading.Thread(target=racer, args=(number,)) for number in range(racers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused = [answer for answer in answers if isinstance(answer, LaterVoteStands)]
    return [answer for answer in answers if answer not in refused], refused


def test_of_64_casts_of_one_code_at_once_exactly_one_is_kept(box):
    voter_id = box.voter("Y1").voter_id
    kept, refused = race(64, lambda number: box.cast_as(voter_id, {"chosen": [str(number % 12 + 1)]}))
    assert (len(kept), len(refused)) == (1, 63)
    assert (box.in_urn(), box.standing("Y1").rev) == (1, 1)
    figure(
        "R2", f"{box.sessions.writing.dialect.name}: 64 casts of one code at once, 1 kept, 63 told that another stands"
    )


def test_of_32_replacements_at_once_exactly_one_is_kept(box):
    voter_id = box.voter("Y1").voter_id
    box.cast_as(voter_id, ONE)
    kept, refused = race(32, lambda _: box.cast_as(voter_id, TWO, rev=1))
    assert (len(kept), len(refused)) == (1, 31)
    assert (box.in_urn(), box.standing("Y1").rev) == (1, 2)


def test_32_resends_of_one_envelope_at_once_share_one_receipt(box):
    voter_id = box.voter("Y1").voter_id
    kept, refused = race(32, lambda _: box.cast_as(voter_id, ONE, envelope="e" * 32))
    assert not refused
    assert len({receipt.commit for receipt in kept}) == 1
    assert sum(not receipt.already for receipt in kept) == 1
    assert box.in_urn() == 1


def test_the_same_race_doubles_votes_where_the_code_looks_before_it_leaps(sessions, keys):
    """The control: without the urn's primary key, looking first and inserting then lets several through."""
    with sessions.writing.begin() as connection:
        connection.execute(text("CREATE TABLE naive (voter TEXT)"))
    looked = threading.Barrier(8)

    def naive(_):
        with sessions.reading.connect() as connection:
            voted = connection.execute(text("SELECT count(*) FROM naive WHERE voter = 'Y1'")).scalar_one()
        looked.wait()
        if not voted:
            with sessions.writing.begin() as connection:
                connection.execute(text("INSERT INTO naive VALUES ('Y1')"))

    race(8, naive)
    with sessions.reading.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM naive")).scalar_one() == 8
    figure(
        "R2", f"{sessions.writing.dialect.name}: a program that looks first and writes then counts one person 8 times"
    )


def test_the_list_waits_for_a_cast_that_began_before_the_close(box):
    """Its voter will hold a receipt, so it belongs on the list, however slow its commit was."""
    if box.sessions.url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time: the list cannot be sealed beside an open cast")
    view, voter_id, sealed = box.view(), box.voter("Y1").voter_id, []

    def seal():
        with box.sessions.write() as session:
            sealed.append(seal_list(session, box.keys, box.id, CLOSES))

    sealing = threading.Thread(target=seal)
    with box.sessions.write() as session:
        cast(session, box.keys, view, voter_id, ONE, envelope_id="e" * 16, replaces_rev=None, now=NOON)
        box.set(phase=Phase.CLOSED)
        sealing.start()
        sealing.join(0.3)
        assert sealing.is_alive()
    sealing.join()
    assert sealed[0].by_electorate == {"young-people": 1}


def sealed(box, voter_id, *, envelope=None, rev=None, marks=ONE, channel="online", now=NOON):
    """An envelope for the writer."""
    with box.sessions.read() as session:
        paper = queries.ballot_paper(session, box.view())
    names = {"envelope_id": envelope or secrets.token_hex(16), "replaces_rev": rev, "channel": channel, "now": now}
    return seal_ballot(box.keys, paper, voter_id, marks, **names)


def placed(box, *envelopes):
    """What the urn answers to envelopes that come together: revs, and kinds of refusals."""
    with box.sessions.write() as session:
        answers = place_ballots(session, envelopes)
    return [type(one) if isinstance(one, Exception) else one.rev for one in answers]


def test_casts_that_are_committed_together_do_not_meet(box):
    """The writer puts many casts into one transaction; a refused one takes nothing of its neighbours with it."""
    voter_ids = [box.voter(reference).voter_id for reference in ("Y1", "Y2", "C1", "Y1")]
    writer = Writer(box.sessions, place_ballots)
    futures = [writer.submit(sealed(box, voter_id)) for voter_id in voter_ids]
    assert [future.result(10).rev for future in futures[:3]] == [1, 1, 1]
    assert isinstance(futures[3].exception(10), LaterVoteStands)
    writer.close()
    assert box.in_urn() == 3


def test_one_person_may_cast_often_in_one_transaction_and_each_is_answered_in_turn(box):
    one, other = (box.voter(reference).voter_id for reference in ("Y1", "C1"))
    answers = placed(
        box,
        sealed(box, one, envelope="a" * 16),
        sealed(box, one, rev=1),
        sealed(box, other),
        sealed(box, one, envelope="a" * 16),
        sealed(box, one, rev=2, marks=TWO),
        sealed(box, one, channel="paper"),
        sealed(box, one, rev=4),
    )
    # The third comes with the envelope of the first, which the second has replaced by then.
    assert answers == [1, 2, 1, LaterVoteStands, 3, 4, InPersonVoteStands]
    assert (box.in_urn(), box.standing("Y1").rev, box.standing("Y1").channel) == (2, 4, "paper")


def test_rounds_that_come_together_are_answered_each_by_its_own_box(sessions, keys):
    open_box, closed, gone = (make_box(sessions, keys, young=1, carers=0) for _ in range(3))
    mine = [sealed(box, box.voter("Y1").voter_id) for box in (open_box, closed, gone)]
    closed.set(phase=Phase.CLOSED)
    gone.set(phase=Phase.SEALED)
    assert placed(open_box, mine[2], mine[0], mine[1]) == [VotingClosed, 1, VotingClosed]
    assert [box.in_urn() for box in (open_box, closed, gone)] == [1, 0, 0]


def test_an_envelope_of_a_voter_of_another_round_is_refused(sessions, keys):
    here, there = (make_box(sessions, keys, young=1, carers=0) for _ in range(2))
    assert placed(here, sealed(here, there.voter("Y1").voter_id)) == [CodeUnknown]


def test_what_one_envelope_breaks_its_neighbours_do_not_hear_of(box):
    def fragile(session, envelopes):
        if any(one.id == "b" * 16 for one in envelopes):
            raise ZeroDivisionError
        return place_ballots(session, envelopes)

    gate = threading.Event()

    def waiting_first(session, envelopes):
        gate.wait(10)
        return fragile(session, envelopes)

    writer = Writer(box.sessions, waiting_first)
    names = ["Y1", "Y2", "C1", "C2"]
    ids = ["a" * 16, "b" * 16, "c" * 16, "d" * 16]
    futures = [
        writer.submit(sealed(box, box.voter(name).voter_id, envelope=one)) for name, one in zip(names, ids, strict=True)
    ]
    gate.set()
    assert isinstance(futures[1].exception(10), ZeroDivisionError)
    assert [futures[at].result(10).rev for at in (0, 2, 3)] == [1, 1, 1]
    writer.close()
    assert box.in_urn() == 3


def test_nobody_in_a_group_that_the_database_could_not_store_is_told_that_it_was(box):
    def full(session, envelopes):
        place_ballots(session, envelopes)
        raise OperationalError("INSERT", {}, Exception("disk is full"))

    writer = Writer(box.sessions, full)
    futures = [writer.submit(sealed(box, box.voter(name).voter_id)) for name in ("Y1", "Y2", "C1")]
    assert all(isinstance(future.exception(10), OperationalError) for future in futures)
    writer.close()
    assert box.in_urn() == 0


def test_whoever_waits_in_a_loop_is_answered_there_and_whoever_has_gone_is_not_missed(box):
    writer, gate = Writer(box.sessions, lambda *all_: gate.wait(10) and place_ballots(*all_)), threading.Event()

    async def people():
        envelopes = [sealed(box, box.voter(name).voter_id) for name in ("Y1", "Y2", "C1")]
        waiting = [asyncio.create_task(writer.ask(one)) for one in envelopes]
        await asyncio.sleep(0)
        waiting[1].cancel()
        gate.set()
        return await asyncio.gather(*waiting, return_exceptions=True)

    first, left, third = asyncio.run(people())
    writer.close()
    assert (first.rev, third.rev) == (1, 1)
    assert isinstance(left, asyncio.CancelledError)
    assert box.in_urn() == 3  # what was sent is stored, whether or not anybody waits for the answer


def test_sealed_ballots_of_a_round_are_all_of_one_size(sessions, keys):
    for kind, limit, most, short, long in (
        (BallotKind.APPROVAL, 0, 0, {"chosen": []}, {"chosen": [str(n) for n in range(1, 13)]}),
        (BallotKind.STARS, 10, 5, {"stars": {}}, {"stars": {"12": 5, "11": 5}}),
        (BallotKind.RANKED, 5, 0, {"ranked": ["1"]}, {"ranked": ["12", "11", "10", "9", "8"]}),
        (BallotKind.FACES, 0, 0, {"faces": {}}, {"faces": {str(n): "yes" for n in range(1, 13)}}),
        (BallotKind.FACES, 0, 0, {"faces": {str(n): "no" for n in range(1, 13)}}, {"faces": {"3": "bit"}}),
    ):
        box = make_box(sessions, keys, kind=kind, limit=limit, most=most)
        box.cast("Y1", short)
        box.cast("Y2", long)
        with sessions.read() as session:
            rows = queries.urn_rows(session, box.id)
            assert len({(len(row.sealed), len(row.enc_commit)) for row in rows}) == 1
