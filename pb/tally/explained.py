"""The `explanations.json` of a bundle: who wanted each project, where it stood, and what would have changed that."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pb.tally.election import Election
from pb.tally.explanation import Backing, backing, moments_of
from pb.tally.outcome import Moment, Outcome
from pb.tally.published import Terms, Vote, election_of, rule_of
from pb.tally.rules import Rule, count
from pb.tally.trials import Found, Progress, Question, Room, Trials

WORK = 200_000_000
"""How much counting again may be for a whole round: choices by ballots, times projects, times trials."""

FEWEST, MOST = 8, 40
"""How often is counted again for one answer, at least and at most, before what lies between two leaps is tried."""

UNIT = 100
"""Costs are tried in whole pounds."""

COST, VOTES, VOTERS = "cost", "votes/", "voters/"
"""What answers are called; after the last two comes the id of an electorate."""


@dataclass(frozen=True, slots=True)
class Case:
    """A counted round, ready to be explained.

    Attributes:
        backing: see `pb.tally.explanation.backing`.
        moments: see `pb.tally.explanation.moments_of`.
        away: by electorate, how many on the roll did not vote.
        room: what a ballot allows.
        most: how often is counted again for one answer.
    """

    election: Election
    rule: Rule
    outcome: Outcome
    backing: Mapping[str, Mapping[str, Backing]]
    moments: list[Moment]
    away: Mapping[str, int]
    room: Room
    most: int


def case_of(terms: Terms, seed: str, votes: list[Vote], outcome: Outcome) -> Case:
    """A round as it was counted; `outcome` is the official one.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    election, rule, paper = election_of(terms, seed, votes), rule_of(terms), terms["rules"]["ballot"]
    away = {group.id: terms["roll"][group.id] for group in election.electorates}
    for _, electorate in votes:
        away[electorate] -= 1
    room = Room(paper["kind"], paper["limit"], paper["most"])
    moments = moments_of(election, rule, outcome)
    return Case(election, rule, outcome, backing(election), moments, away, room, trials_for(election, outcome))


def trials_for(election: Election, outcome: Outcome, work: int = WORK) -> int:
    """How often may be counted again for one answer, so that all answers together are no more than so much work."""
    answers = (len(election.projects) - len(outcome.steps)) * (2 * len(election.electorates) + 1)
    one_count = sum(len(ballot.points) for ballot in election.ballots) * len(election.projects)
    return max(FEWEST, min(MOST, work // max(answers * one_count, 1)))


def explain(case: Case, project: str, progress: Progress | None = None) -> dict[str, Any]:
    """What `explanations.json` says of a project.

    Args:
        case: the round.
        project: its id.
        progress: told, on the way, how many trials are done for an answer, and how many there may be.
    Returns: plain values: see docs/bundle.md.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    told = without_trials(case, project)
    if project in case.outcome.order:
        return told
    trials = _trials(case, project, progress)
    answers = {name: _plain(trials.answer(question)) for name, question in _questions(case, trials).items()}
    return {**told, "changes": answers}


def without_trials(case: Case, project: str) -> dict[str, Any]:
    """What follows from the count as it was, without counting again: all but `changes`."""
    given = {group: {"points": one.points, "voters": one.voters} for group, one in case.backing[project].items()}
    stood = [moment[project].as_json() for moment in case.moments if project in moment]
    return {"backing": given, "moments": stood}


def fault_of(case: Case, project: str, said: Mapping[str, Any]) -> str:
    """What is wrong with the `changes` of an explanation, with the name of the answer; "" for nothing.

    Each answer is acted upon and comes true, and the one before it does not. What else was tried is not tried again.

    Raises:
        TiedLots: a tie needs a lot that was not drawn.
    """
    if project in case.outcome.order:
        return "it is funded, and there is nothing that would have changed that" if "changes" in said else ""
    trials, changes = _trials(case, project), said.get("changes", {})
    questions = _questions(case, trials)
    for name in sorted(questions.keys() ^ changes.keys()):
        return f"changes has {'no' if name in questions else 'an unknown'} {name}"
    for name, question in questions.items():
        answer = changes[name]
        found = Found(answer.get("needed"), answer["before"], answer["last"])
        if words := trials.fault(question, found):
            return f"changes.{name}: {words}"
    return ""


def _trials(case: Case, project: str, progress: Progress | None = None) -> Trials:
    counting = partial(count, rule=case.rule)
    return Trials(case.election, project, case.outcome.order, case.room, counting, case.most, progress)


def _questions(case: Case, trials: Trials) -> dict[str, Question]:
    """Each question by the name of its answer."""
    found = {COST: trials.cost(UNIT)}
    for group, whole in case.away.items():
        found[VOTES + group] = trials.votes(group)
        found[VOTERS + group] = trials.voters(group, whole)
    return found


def _plain(found: Found) -> dict[str, int]:
    needed = {} if found.needed is None else {"needed": found.needed}
    return {"before": found.before, "last": found.last, **needed}
