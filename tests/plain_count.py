"""The rules of counting as plainly as their definitions say them: one voter at a time, fractions only, nothing clever.

The rules in use are held against this. It shares no code with them but the election's own values and the weights, which
have tests of their own.
"""

import hashlib
from fractions import Fraction

from pb.tally.weights import weights


def weights_of(election):
    """Weight of one voter, by electorate."""
    shares = {group.id: group.share for group in election.electorates}
    return weights(election.sizes(), shares, election.weight_factor)


def voters_of(election):
    """Each voter with points: the points by project, and the electorate."""
    return [(dict(ballot.points), ballot.electorate) for ballot in election.ballots for _ in range(ballot.count)]


def priority(election):
    """Who goes first among projects that are level: lowest cost, most supporters, lowest lot; or the id."""
    supporters = {project.id: 0 for project in election.projects}
    for points, _ in voters_of(election):
        for project in points:
            supporters[project] += 1

    def key(project):
        if election.ties == "id":
            return project.id
        drawn = hashlib.sha256(f"{election.seed}|{project.id}".encode()).hexdigest()
        return project.cost, -supporters[project.id], drawn

    return key


def greedy_order(election, money, score_of, done=()):
    """Ids of projects in the order of their score, each where the money left can pay it."""
    key, order = priority(election), []
    able = [one for one in election.projects if score_of(one) and one.cost <= election.budget and one.id not in done]
    for project in sorted(able, key=lambda one: (-score_of(one), key(one))):
        if project.cost <= money:
            money -= project.cost
            order.append(project.id)
    return order


def greedy(election):
    """The order of the greedy rule."""
    return greedy_order(election, election.budget, score_in(election))


def score_in(election):
    """Weighted points of a project."""
    weight, voters = weights_of(election), voters_of(election)
    return lambda project: sum((weight[group] * points.get(project.id, 0) for points, group in voters), Fraction(0))


def least_price(cost, backers):
    """The least r with sum of min(held, r * value) >= cost over (held, value), or None where all they hold is less."""
    if sum(held for held, _ in backers) < cost:
        return None
    waiting = sorted(backers, key=lambda backer: backer[0] / backer[1])
    while True:
        price = Fraction(cost) / sum(value for _, value in waiting)
        held, value = waiting[0]
        if price * value <= held:
            return price
        cost -= held
        waiting.pop(0)


def equal_shares(election, total, utility):
    """One run in which all voters together hold `total`: (project id, price, what each voter paid) for each project."""
    weight, voters, key = weights_of(election), voters_of(election), priority(election)
    held = [weight[group] * total for _, group in voters]
    waiting = [project for project in election.projects if project.cost <= election.budget]
    run = []
    while True:
        offers = []
        for project in waiting:
            worth = project.cost if utility == "cost" else 1
            values = [points.get(project.id, 0) * worth for points, _ in voters]
            backers = [(mine, value) for mine, value in zip(held, values, strict=True) if value]
            price = least_price(project.cost, backers) if backers else None
            if price is not None:
                offers.append((price, key(project), project, values))
        if not offers:
            return run
        price, _, project, values = min(offers, key=lambda offer: offer[:2])
        paid = [min(mine, price * value) for mine, value in zip(held, values, strict=True)]
        held = [mine - part for mine, part in zip(held, paid, strict=True)]
        waiting.remove(project)
        run.append((project.id, price, paid))


def add_one(election, utility, step):
    """Equal shares with ever more money, every step tried: the run kept, the step it is of, and how many were tried."""
    costs = {project.id: project.cost for project in election.projects}
    voters = voters_of(election)
    supported = {project for points, _ in voters for project in points if costs[project] <= election.budget}
    kept, added = equal_shares(election, election.budget, utility), 0
    while len(kept) < len(supported):
        more = equal_shares(election, election.budget + (added + 1) * step * len(voters), utility)
        if sum(costs[project] for project, _, _ in more) > election.budget:
            return kept, added, added + 2
        kept, added = more, added + 1
    return kept, added, added + 1
