"""Invented elections to measure with: the same at every run."""

import random

from pb.tally.election import EVERYBODY, Election, Project, election_of_kinds
from pb.tally.pabulib import PabulibFile, in_unit, write
from pb.tally.table import Section

MOST_CHOICES = 8


def invented(voters: int, projects: int) -> Election:
    """Voters who choose up to eight projects each, some of them liked by many; £80 for each voter."""
    chance = random.Random(20260901)  # noqa: S311 - an election to count, no secret
    budget = voters * 80_00
    names = [f"{number:04}" for number in range(1, projects + 1)]
    parts = sorted(chance.uniform(0.2, 6) / projects for _ in names)
    chance.shuffle(parts)
    costs = [Project(name, max(int(budget * part), 1)) for name, part in zip(names, parts, strict=True)]
    liking = [1 / (place + 3) for place in range(projects)]
    picked = chance.choices(names, liking, k=voters * MOST_CHOICES)
    votes = (picked[at : at + chance.randint(2, MOST_CHOICES)] for at in range(0, len(picked), MOST_CHOICES))
    return election_of_kinds(costs, ((dict.fromkeys(vote, 1), EVERYBODY, 1) for vote in votes), budget, ties="id")


def small_round() -> Election:
    """A round as ours are: 200 voters, 40 bids, £100,000."""
    chance = random.Random(7)  # noqa: S311 - an election to count, no secret
    costs = [Project(f"{number:02}", chance.randrange(1_000_00, 20_000_00, 50_00)) for number in range(40)]
    names = [project.id for project in costs]
    votes = ({name: chance.randint(1, 5) for name in chance.sample(names, 4)} for _ in range(200))
    return election_of_kinds(costs, ((vote, EVERYBODY, 1) for vote in votes), 100_000_00, ties="id")


def as_pabulib(election: Election) -> str:
    """An election of approvals as a file."""
    meta = {"description": "invented", "budget": in_unit(election.budget), "vote_type": "approval"}
    projects = [(project.id, in_unit(project.cost)) for project in election.projects]
    each = [ballot for ballot in election.ballots for _ in range(ballot.count)]
    votes = [(str(at), ",".join(name for name, _ in ballot.points)) for at, ballot in enumerate(each)]
    tables = (
        Section(("project_id", "cost"), range(len(projects)), projects),
        Section(("voter_id", "vote"), range(len(votes)), votes),
    )
    return write(PabulibFile("invented.pb", meta, *tables))
