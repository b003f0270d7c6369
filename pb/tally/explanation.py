"""Why an outcome came out as it did: who supported what, and where each project stood as others were funded."""

from dataclasses import dataclass

from pb.tally import ear
from pb.tally.election import Election
from pb.tally.equal_shares import Count
from pb.tally.outcome import EQUAL_SHARES, EXPANDING, Moment, Outcome
from pb.tally.rules import Rule


@dataclass(frozen=True, slots=True)
class Backing:
    """What one electorate gave one project: voters with at least one point for it, and their points together."""

    voters: int = 0
    points: int = 0


def backing(election: Election) -> dict[str, dict[str, Backing]]:
    """The support of every project by electorate, the projects that nobody supports among them."""
    groups = [group.id for group in election.electorates]
    found = {project.id: dict.fromkeys(groups, Backing()) for project in election.projects}
    for ballot in election.ballots:
        for project, points in ballot.points:
            before = found[project][ballot.electorate]
            after = Backing(before.voters + ballot.count, before.points + points * ballot.count)
            found[project][ballot.electorate] = after
    return found


def moments_of(election: Election, rule: Rule, outcome: Outcome) -> list[Moment]:
    """Where every project that takes part and is not funded stood: before each step of an outcome, and after the last.

    Args:
        election: what was counted.
        rule: by which; only equal shares (its second completion aside) and expanding approvals have such moments.
        outcome: what came out.
    Returns: one moment more than there are steps of these rules; none under others.

    Raises:
        TiedLots: as the rule.
    """
    if rule.name == EXPANDING:
        return ear.moments(election)
    if rule.name != EQUAL_SHARES:
        return []
    rise, too_dear = rule.step * sum(election.sizes().values()), rule.stop == "exhausted" and rule.completion == "add1"
    count = Count(election, outcome.weights, rise, rule.utility, with_too_dear=too_dear)
    return count.watched(outcome.added // rule.step)
