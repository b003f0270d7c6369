"""Closing by the instant, and publication that goes on where it was broken off."""

import threading
from datetime import timedelta

import pytest
from desk_rounds import AFTER, BIDS_CLOSE, DURING, ENDS, make_desk_round
from pages import Clock, browser_of

from pb.ballots import queries as ballots
from pb.ballots.rules import VotingClosed
from pb.db.engines import Sessions
from pb.db.rewrite import DatabaseBusy
from pb.desk import actions, clockwork
from pb.jobs import actions as taking
from pb.jobs import queries as jobs
from pb.jobs.rules import LEASE, Work
from pb.keys.folder import KeyFolder
from pb.people.rules import Kind
from pb.results import actions as counting
from pb.results import queries as results
from pb.results.rules.publication import NotExplained, NotPublished
from pb.rounds import queries as rounds
from pb.rounds.rules.phases import Phase
from pb.tally.explained import explain

MOMENT = timedelta(microseconds=1)


class PowerCut(Exception):
    """The machine stops."""


def finish_and_stop(desk):
    with desk.sessions.write() as session:
        actions.finish_publication(session, desk.keys, desk.id, AFTER)
        raise PowerCut


def test_bids_close_at_their_instant_and_not_a_moment_before(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.BIDDING)
    desk.run_clock(BIDS_CLOSE - MOMENT)
    assert desk.phase is Phase.BIDDING
    desk.run_clock(BIDS_CLOSE)
    assert desk.phase is Phase.REVIEW
    with sessions.read() as session:
        assert rounds.moves(session, desk.id)[-1].by == "the clock"


def test_voting_closes_at_its_instant_and_not_a_moment_before(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    desk.run_clock(ENDS - MOMENT)
    assert desk.phase is Phase.VOTING
    desk.run_clock(ENDS)
    assert desk.phase is Phase.CLOSED


def test_at_the_closing_instant_casting_stops_even_while_the_clock_has_not_run(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    desk.vote("Y001", "1", now=ENDS - MOMENT)
    with pytest.raises(VotingClosed):
        desk.vote("Y002", "1", now=ENDS)
    assert desk.in_urn() == 1


def test_an_extended_vote_is_not_closed_at_the_old_instant(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    desk.agree(Kind.EXTEND_VOTING, now=DURING, after=ENDS + timedelta(days=1))
    desk.run_clock(ENDS)
    assert desk.phase is Phase.VOTING
    desk.run_clock(ENDS + timedelta(days=1))
    assert desk.phase is Phase.CLOSED


def test_voting_that_was_closed_early_keeps_that_instant(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    desk.agree(Kind.CLOSE_EARLY, now=DURING)
    assert desk.view.voting_closes_at == DURING
    assert desk.verbs()[-2:] == ["VotingCloseChanged", "PhaseMoved"]


def test_the_clock_does_nothing_where_nothing_is_due(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    before = desk.verbs()
    assert desk.run_clock(DURING) == []
    assert desk.verbs() == before


def test_between_the_destruction_and_the_publication_nothing_is_revealed(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    desk.agree(Kind.PUBLISH, now=AFTER)
    assert desk.phase is Phase.OPENED
    assert not keys.has_round(desk.id)
    assert desk.in_urn() == 0
    with sessions.read() as session:
        assert actions.to_publish(session) == [desk.id]
        with pytest.raises(NotPublished):
            results.public_bundle(session, desk.id)


def test_publication_that_was_broken_off_goes_on_at_the_next_run_and_happens_once(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    # The process dies right after the transaction in which two people agreed: no rewriting, no result.
    desk.agree(Kind.PUBLISH, now=AFTER)
    sessions.writing.dispose()
    sessions.reading.dispose()
    desk.explain()
    assert desk.run_clock(AFTER + timedelta(days=1)) == [desk.id]
    assert desk.phase is Phase.PUBLISHED
    assert desk.run_clock(AFTER + timedelta(days=2)) == []
    assert desk.verbs().count("ResultCounted") == 1


def test_a_count_that_was_broken_off_leaves_nothing_and_is_done_again(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    with pytest.raises(PowerCut):
        finish_and_stop(desk)
    assert desk.phase is Phase.OPENED
    assert "ResultCounted" not in desk.verbs()
    assert desk.run_clock(AFTER) == [desk.id]
    assert desk.verbs().count("ResultCounted") == 1


def test_publication_waits_until_every_bid_is_explained(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    desk.agree(Kind.PUBLISH, now=AFTER)
    assert desk.run_clock(AFTER) == []
    assert desk.phase is Phase.OPENED
    with pytest.raises(NotExplained), sessions.write() as session:
        actions.finish_publication(session, keys, desk.id, AFTER)
    assert desk.explain() == 4
    assert desk.run_clock(AFTER) == [desk.id]


def explained(sessions, desk):
    with sessions.read() as session:
        return results.explained(session, desk.id)


def test_explaining_that_was_broken_off_goes_on_with_the_bid_at_which_it_stopped(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    told = []

    def fails(name, at, every):
        told.append((name, at, every))
        if at == 3:
            raise PowerCut

    with pytest.raises(PowerCut):
        desk.explain(tell=fails)
    assert told == [("Autumn round", 1, 4), ("Autumn round", 2, 4), ("Autumn round", 3, 4)]
    before = explained(sessions, desk)
    assert sorted(before) == ["1", "2"]
    assert jobs_of(sessions) == [(Work.EXPLAIN, "PowerCut")]
    assert desk.explain() == 0  # not at once: a fault needs a moment to pass
    assert desk.explain(AFTER + timedelta(seconds=2)) == 2
    assert jobs_of(sessions) == []
    assert desk.explain() == 0
    after = explained(sessions, desk)
    assert {name: after[name] for name in before} == before
    assert sorted(after) == ["1", "2", "3", "4"]


def test_explaining_that_was_asked_to_end_is_taken_up_at_once(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)

    def ends(_name, at, _every):
        if at == 2:
            raise SystemExit

    with pytest.raises(SystemExit):
        desk.explain(tell=ends)
    assert clockwork.is_explaining_due(sessions, AFTER)
    assert jobs_of(sessions) == [(Work.EXPLAIN, "")]
    assert desk.explain() == 3


def test_of_several_processes_one_explains_a_round_and_each_bid_once(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    worked_out = []

    def process(own):
        return clockwork.explain_due(own, lambda: AFTER, lambda _name, at, _every: worked_out.append(at))

    answers = together(desk, process)
    assert sorted(answers) == [0, 0, 0, 4]
    assert sorted(worked_out) == [1, 2, 3, 4]
    assert jobs_of(sessions) == []


def test_a_process_that_died_while_explaining_leaves_the_rest_to_the_next(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    with sessions.write() as session:
        taking.take(session, Work.EXPLAIN, desk.id, AFTER)  # and is never heard of again
    late = AFTER + LEASE
    for now in (AFTER, late - MOMENT):
        assert not clockwork.is_explaining_due(sessions, now)
        assert desk.run_clock(now) == []
        assert desk.explain(now) == 0
    assert clockwork.is_explaining_due(sessions, late)
    assert desk.explain(late) == 4


def test_a_process_that_explains_for_long_keeps_the_round_in_hand(sessions, keys, monkeypatch):
    make_desk_round(sessions, keys, phase=Phase.OPENED)
    clock, others = Clock(AFTER), []

    def slowly(case, project, alive):
        for trial in range(10):
            clock.now += LEASE / 2
            alive(trial, 10)
            others.append(clockwork.is_explaining_due(sessions, clock.now))
        return explain(case, project)

    monkeypatch.setattr(clockwork, "explain", slowly)
    assert clockwork.explain_due(sessions, clock) == 4
    assert others == [False] * 40


def test_what_was_worked_out_after_another_took_over_does_not_stand(sessions, keys, monkeypatch):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)

    def meanwhile(case, project, _alive):
        with sessions.write() as session:
            taking.take(session, Work.EXPLAIN, desk.id, AFTER + LEASE)
        return explain(case, project)

    monkeypatch.setattr(clockwork, "explain", meanwhile)
    assert desk.explain() == 0
    assert explained(sessions, desk) == {}


def test_a_bid_that_two_processes_explain_is_kept_once(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    with sessions.read() as session:
        case = results.case(session, desk.view)
    for _ in range(2):
        with sessions.write() as session:
            counting.keep_explanation(session, desk.id, "1", explain(case, "1"))
    with sessions.read() as session:
        assert list(results.explained(session, desk.id)) == ["1"]


def test_explaining_begins_as_soon_as_the_ballots_are_opened_and_nothing_of_it_is_public(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.SEALED)
    assert desk.explain() == 0
    desk.throw()
    desk.agree(Kind.OPEN_URN, now=AFTER)
    assert desk.explain() == 4
    with browser_of(sessions, keys, AFTER) as browser:
        for path in ("results/1", "explanations.json"):
            browser.get(f"/rounds/autumn-round/{path}", 404)


def test_after_publication_no_row_ties_a_reference_to_a_voter(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.PUBLISHED)
    with sessions.read() as session:
        assert ballots.count_opened(session, desk.id) == 6
        assert ballots.urn_rows(session, desk.id) == []
        assert results.public_bundle(session, desk.id)


def at_once(desk, now):
    """The clocks of several processes run at one instant."""
    return together(desk, lambda sessions: clockwork.run_due(sessions, KeyFolder(desk.keys.path), now))


def together(desk, work, processes=4):
    """Several processes, each with connections of its own, do something at one instant; what each answers."""
    gate, answers = threading.Barrier(processes), []

    def process():
        sessions = Sessions(desk.sessions.url)
        gate.wait()
        answers.append(work(sessions))
        sessions.close()

    threads = [threading.Thread(target=process) for _ in range(processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def jobs_of(sessions):
    with sessions.read() as session:
        return [(job.kind, job.fault) for job in jobs.waiting(session)]


def test_of_several_processes_one_closes_a_vote(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    before = desk.verbs()
    at_once(desk, ENDS)
    assert desk.phase is Phase.CLOSED
    assert desk.verbs() == [*before, "PhaseMoved"]
    assert jobs_of(sessions) == []


def test_of_several_processes_one_publishes(sessions, keys):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    answers = at_once(desk, AFTER)
    assert sorted(answers) == [[], [], [], [desk.id]]
    assert desk.verbs().count("ResultCounted") == 1
    assert jobs_of(sessions) == []


def test_a_step_that_fails_is_noted_holds_nothing_else_up_and_is_tried_again(sessions, keys, monkeypatch):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    with monkeypatch.context() as patch:
        patch.setattr(clockwork, "rewrite_database", busy)
        assert desk.run_clock(AFTER) == []
    assert desk.phase is Phase.OPENED
    assert jobs_of(sessions) == [(Work.PUBLISH, "DatabaseBusy")]
    assert desk.run_clock(AFTER) == []  # not at once: a fault needs a moment to pass
    assert desk.run_clock(AFTER + timedelta(seconds=2)) == [desk.id]
    assert jobs_of(sessions) == []


def busy(_):
    raise DatabaseBusy


def test_what_dies_in_the_middle_of_publishing_leaves_it_to_the_next_which_does_it_once(sessions, keys, monkeypatch):
    desk = make_desk_round(sessions, keys, phase=Phase.OPENED)
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    with monkeypatch.context() as patch:
        patch.setattr(clockwork.job_actions, "finish", dies)
        with pytest.raises(KeyboardInterrupt):
            desk.run_clock(AFTER)
    assert desk.phase is Phase.OPENED
    assert desk.run_clock(AFTER + timedelta(minutes=1)) == []  # it might be alive
    assert desk.run_clock(AFTER + LEASE) == [desk.id]
    assert desk.verbs().count("ResultCounted") == 1


def dies(*_):
    raise KeyboardInterrupt


def test_work_that_somebody_did_otherwise_is_forgotten(sessions, keys, monkeypatch):
    desk = make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    with monkeypatch.context() as patch:
        patch.setattr(actions, "close_by_the_clock", lambda *_: busy(None))
        desk.run_clock(ENDS)
    assert jobs_of(sessions) == [(Work.CLOSE, "DatabaseBusy")]
    with sessions.write() as session:
        actions.close_by_the_clock(session, desk.id, ENDS)
    desk.run_clock(ENDS)
    assert jobs_of(sessions) == []
