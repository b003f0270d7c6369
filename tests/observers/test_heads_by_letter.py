"""Observers are sent the head of the record at each act that matters, once, and a head shows later what was changed."""

import re
import threading
from datetime import timedelta

import pytest
from desk_rounds import AFTER, DURING, ENDS, YOUNG, make_desk_round
from partnership import NOW
from sqlalchemy import text

from pb.db.engines import Sessions
from pb.desk import actions, clockwork
from pb.jobs import queries as jobs
from pb.jobs.rules import LEASE
from pb.keys.folder import KeyFolder
from pb.observers import actions as observing
from pb.observers import queries
from pb.observers.rules import DAY, WORDS, Occasion, tidy_hash
from pb.people import actions as people
from pb.people.rules import Kind, Role
from pb.post import queries as post
from pb.record import queries as record
from pb.record.models import SITE_CHAIN
from pb.rounds.rules.phases import Phase

MOMENT = timedelta(microseconds=1)


class PowerCut(Exception):
    """The machine stops."""


def observed(sessions, keys, phase, names=("oli", "pia"), **more):
    """A round in a phase whose partnership has observers from then on."""
    desk = make_desk_round(sessions, keys, phase=phase, **more)
    for name in names:
        desk.people.join(name, Role.OBSERVER, "board")
    return desk


def letters(sessions):
    """Letters with a head: (to, subject, body), in the order in which they were written."""
    with sessions.read() as session:
        found = [one for one in post.outbox(session) if one.subject.startswith("Keep this")]
    return [(one.to, one.subject, one.body) for one in sorted(found, key=lambda one: (one.written_at, one.to))]


def occasions(sessions):
    with sessions.read() as session:
        return [one.words for one in reversed(queries.sent(session))]


def head_of(sessions, chain):
    with sessions.read() as session:
        return record.head(session, chain)


def test_after_an_act_of_two_people_every_observer_has_the_head_with_that_act_in_it(sessions, keys):
    desk = observed(sessions, keys, Phase.CLOSED)
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    head, site = head_of(sessions, desk.id), head_of(sessions, SITE_CHAIN)
    (first, subject, body), (second, _, other) = letters(sessions)
    assert [first, second] == ["oli@partners.example", "pia@partners.example"]
    assert subject == f"Keep this: the record of Autumn round has {head.seq} entries"
    assert body.startswith("Hello Oli\n")
    for part in (head.hash, site.hash, WORDS[Occasion.SEAL_LIST], "Wednesday 1 April 2026, 11:30am, London time"):
        assert part in body
        assert part in other
    assert f"pb record verify --against {head.hash}" in body
    assert {"ListSealed", "PhaseMoved"} <= set(desk.verbs()[: head.seq])
    assert "://" not in body


def test_each_act_on_the_road_and_the_publication_send_one(sessions, keys):
    desk = observed(sessions, keys, Phase.REVIEW)
    desk.agree(Kind.OPEN_VOTING)
    desk.vote_all()
    desk.agree(Kind.REISSUE_IN_BULK, now=NOW, groups=[YOUNG])
    desk.agree(Kind.EXTEND_VOTING, now=NOW, after=ENDS + timedelta(hours=1))
    desk.agree(Kind.CLOSE_EARLY, now=NOW)
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    desk.throw()
    desk.agree(Kind.OPEN_URN, now=AFTER)
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.explain()
    for _ in range(2):
        desk.run_clock(AFTER)
    wanted = [*(Occasion(kind.value) for kind in Kind), Occasion.PUBLISHED]
    assert sorted(occasions(sessions)) == sorted(WORDS[one] for one in wanted)
    with sessions.read() as session:
        assert all((one.holds, one.observers) == (True, 2) for one in queries.sent(session))


def test_every_kind_of_act_has_words_for_its_letter():
    assert {kind.value for kind in Kind} <= set(Occasion)
    assert set(WORDS) == set(Occasion)


def test_an_act_that_is_broken_off_sends_nothing(sessions, keys, monkeypatch):
    desk = observed(sessions, keys, Phase.CLOSED)
    act = desk.propose(Kind.SEAL_LIST, now=AFTER)
    sending = observing.send_heads

    def then_stop(*given):
        assert sending(*given) == 2
        raise PowerCut

    monkeypatch.setattr(actions.observers, "send_heads", then_stop)
    with pytest.raises(PowerCut):
        desk.confirm(act, now=AFTER)
    assert letters(sessions) == []
    assert occasions(sessions) == [WORDS[Occasion.OPEN_VOTING]]  # from before there were observers
    monkeypatch.undo()
    desk.confirm(act, now=AFTER)
    assert len(letters(sessions)) == 2


def test_who_is_no_observer_any_more_gets_none_and_was_told_so(sessions, keys):
    desk = observed(sessions, keys, Phase.CLOSED)
    with sessions.write() as session:
        people.end_staff(session, desk.people.ids["oli"], "Ada and Ben", AFTER)
        told = post.outbox(session)[0]
    assert (told.to, told.subject) == ("oli@partners.example", "You are no longer an observer of Choose Together")
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    assert [to for to, _, _ in letters(sessions)] == ["pia@partners.example"]


def test_without_observers_the_head_is_noted_all_the_same(sessions, keys):
    make_desk_round(sessions, keys, phase=Phase.VOTING, voting=False)
    with sessions.read() as session:
        (one,) = queries.sent(session)
        assert (one.words, one.observers) == (WORDS[Occasion.OPEN_VOTING], 0)
        assert queries.due(session, NOW + 2 * DAY) == {}


# --- once a day, and after a restore --------------------------------------------------------------------------------


def at_once(desk, now, processes=4):
    """The clocks of several processes, each with connections of its own, run at one instant."""
    gate = threading.Barrier(processes)

    def process():
        opened = Sessions(desk.sessions.url)
        gate.wait()
        clockwork.run_due(opened, KeyFolder(desk.keys.path), now)
        opened.close()

    threads = [threading.Thread(target=process) for _ in range(processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_while_voting_is_open_a_head_comes_a_day_after_the_last_and_not_a_moment_before(sessions, keys):
    desk = observed(sessions, keys, Phase.VOTING, voting=False)
    opened = NOW  # when this round was opened
    desk.run_clock(opened + DAY - MOMENT)
    assert letters(sessions) == []
    desk.run_clock(opened + DAY)
    desk.run_clock(opened + DAY + MOMENT)
    assert len(letters(sessions)) == 2
    desk.run_clock(opened + 2 * DAY)
    assert len(letters(sessions)) == 4
    desk.run_clock(ENDS)
    desk.run_clock(ENDS + 2 * DAY)
    assert occasions(sessions)[1:] == [WORDS[Occasion.DAILY]] * 2


def test_of_several_processes_one_sends_the_daily_head(sessions, keys):
    desk = observed(sessions, keys, Phase.VOTING, voting=False)
    at_once(desk, DURING)
    assert [to for to, _, _ in letters(sessions)] == ["oli@partners.example", "pia@partners.example"]
    with sessions.read() as session:
        assert jobs.waiting(session) == []


def test_what_dies_while_sending_leaves_it_to_the_next_which_sends_once(sessions, keys, monkeypatch):
    desk = observed(sessions, keys, Phase.VOTING, voting=False)

    def dies(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(clockwork.job_actions, "finish", dies)
        with pytest.raises(KeyboardInterrupt):
            desk.run_clock(DURING)
    assert letters(sessions) == []
    desk.run_clock(DURING + timedelta(minutes=1))  # it might be alive
    assert letters(sessions) == []
    desk.run_clock(DURING + LEASE)
    assert len(letters(sessions)) == 2


def test_a_process_that_comes_late_finds_that_it_was_sent(sessions, keys):
    desk = observed(sessions, keys, Phase.VOTING, voting=False)
    sent = []
    for _ in range(2):
        with sessions.write() as session:
            sent.append(observing.send_due(session, desk.id, DURING))
    assert sent == [2, 0]


def test_after_a_restore_observers_hear_of_it_once(sessions, keys):
    desk = observed(sessions, keys, Phase.CLOSED)
    with sessions.write() as session:
        actions.note_restore(session, {desk.id: False}, DURING, "0" * 64, AFTER)
    for minutes in range(3):
        desk.run_clock(AFTER + timedelta(minutes=minutes))
    assert occasions(sessions)[-1] == WORDS[Occasion.RESTORED]
    assert len(letters(sessions)) == 2


# --- what a head is good for ----------------------------------------------------------------------------------------


def noted(sessions):
    """The hash of the round's record that stands in the last letter."""
    return re.search(r"\n([0-9a-f]{64})\n", letters(sessions)[-1][2])[1]


def ask(sessions, typed):
    with sessions.read() as session:
        return queries.answer(session, tidy_hash(typed))


def test_a_head_from_a_letter_holds_as_long_as_nothing_up_to_it_was_changed(sessions, keys):
    desk = observed(sessions, keys, Phase.CLOSED)
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    head = noted(sessions)
    desk.throw()
    answer = ask(sessions, f" {head[:32]} {head[32:].upper()}\n")
    assert answer.holds
    assert (answer.of, answer.entry.hash) == ("Autumn round", head)
    with sessions.writing.begin() as connection:
        connection.execute(
            text("UPDATE record_entry SET actor = 'Somebody else' WHERE seq = 2 AND chain = :chain"), {"chain": desk.id}
        )
    answer = ask(sessions, head)
    assert not answer.holds
    assert answer.fault == 2
    with sessions.read() as session:
        assert [one.holds for one in queries.sent(session)] == [False] * 2


def test_a_record_that_was_cut_off_does_not_know_the_head_any_more(sessions, keys):
    desk = observed(sessions, keys, Phase.CLOSED)
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    with sessions.writing.begin() as connection:
        connection.execute(
            text("DELETE FROM record_entry WHERE verb = 'PhaseMoved' AND seq = :seq"), {"seq": len(desk.verbs())}
        )
    assert ask(sessions, noted(sessions)).entry is None
    with sessions.read() as session:
        assert [one.holds for one in queries.sent(session)] == [False, True]


@pytest.mark.parametrize("typed", ["", "abc", "g" * 64, "0" * 63, "0" * 65, "é" * 64])
def test_what_is_no_hash_is_none(typed):
    assert tidy_hash(typed) == ""
