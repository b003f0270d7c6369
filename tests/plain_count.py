"""The rules of counting as plainly as their definitions say them: one voter at a time, fractions only, nothing clever.

The rules in use are held against this. It shares no code with them but the election's own values and the weights, which
have tests of their own.
"""

import hashlib
import itertools
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


def purses_for(election, project):
    """Places of the purses that may fund a project, in the order of spending."""
    return [place for place, purse in enumerate(election.purses) if project.id in purse.projects]


def is_financeable(election, funded):
    """Whether, for every set of purses, what only those may pay costs at most what they hold."""
    places = range(len(election.purses))
    for size in range(len(election.purses) + 1):
        for some in itertools.combinations(places, size):
            only = sum(one.cost for one in funded if set(purses_for(election, one)) <= set(some))
            if only > sum(election.purses[place].amount for place in some):
                return False
    return True


def able(election):
    """The projects that do not cost more than the money that may fund them."""
    return [one for one in election.projects if is_financeable(election, [one])]


def greedy_order(election, score_of, done=(), *, skip=True):
    """Ids of projects in the order of their score, each where the money can finance it beside what is done."""
    key, order = priority(election), []
    funded = [one for one in election.projects if one.id in done]
    waiting = [one for one in able(election) if score_of(one) and one.id not in done]
    for project in sorted(waiting, key=lambda one: (-score_of(one), key(one))):
        if is_financeable(election, [*funded, project]):
            funded.append(project)
            order.append(project.id)
        elif not skip:
            break
    return order


def greedy(election):
    """The order of the greedy rule."""
    return greedy_order(election, score_in(election))


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


def spend(held, places, amount):
    """What is left of the money in each purse when an amount was paid from some, in their order."""
    left = list(held)
    for place in places:
        part = min(left[place], amount)
        left[place] -= part
        amount -= part
    return left


def equal_shares(election, total, utility, *, too_dear=False):
    """One run in which all voters together hold `total`: (project id, price, what each voter paid) for each project."""
    weight, voters, key = weights_of(election), voters_of(election), priority(election)
    parts = [Fraction(purse.amount, election.budget or 1) for purse in election.purses]
    held = [[weight[group] * total * part for part in parts] for _, group in voters]
    waiting = list(election.projects) if too_dear else able(election)
    run = []
    while True:
        offers = []
        for project in waiting:
            worth, places = project.cost if utility == "cost" else 1, purses_for(election, project)
            values = [points.get(project.id, 0) * worth for points, _ in voters]
            can = [sum(mine[place] for place in places) for mine in held]
            backers = [(mine, value) for mine, value in zip(can, values, strict=True) if value]
            price = least_price(project.cost, backers) if backers else None
            if price is not None:
                offers.append((price, key(project), project, values, can, places))
        if not offers:
            return run
        price, _, project, values, can, places = min(offers, key=lambda offer: offer[:2])
        paid = [min(mine, price * value) for mine, value in zip(can, values, strict=True)]
        held = [spend(mine, places, part) for mine, part in zip(held, paid, strict=True)]
        waiting.remove(project)
        run.append((project.id, price, paid))


def add_one(election, utility, step, *, exhausted=False):
    """Equal shares with ever more money, every step tried: the run kept, the step it is of, and how many were tried."""
    by_id, voters = {project.id: project for project in election.projects}, voters_of(election)
    taking_part = list(election.projects) if exhausted else able(election)
    wanted = {project for points, _ in voters for project in points}
    supported = [one for one in taking_part if one.id in wanted and purses_for(election, one)]
    kept, added = equal_shares(election, election.budget, utility, too_dear=exhausted), 0
    while len(kept) < len(supported):
        funded = [by_id[name] for name, _, _ in kept]
        others = [one for one in supported if one not in funded]
        if exhausted and not any(is_financeable(election, [*funded, one]) for one in others):
            break
        more = equal_shares(election, election.budget + (added + 1) * step * len(voters), utility, too_dear=exhausted)
        if not is_financeable(election, [by_id[name] for name, _, _ in more]):
            return kept, added, added + 2
        kept, added = more, added + 1
    return kept, added, added + 1


def expanding_approvals(election):
    """(project id, rank, taken from each voter) for each project in the order funded."""
    weight, voters, key = weights_of(election), voters_of(election), priority(election)
    weighs = [weight[group] for _, group in voters]
    classes = [sorted(set(points.values()), reverse=True) for points, _ in voters]
    waiting, funded, run, rank = able(election), [], [], 1
    while rank <= max(map(len, classes), default=0):
        candidates = []
        for project in waiting:
            backs = [
                points.get(project.id, 0) in ranks[:rank] if project.id in points else False
                for (points, _), ranks in zip(voters, classes, strict=True)
            ]
            support = sum((own for own, back in zip(weighs, backs, strict=True) if back), Fraction(0))
            needed = Fraction(project.cost, election.budget)
            if any(backs) and support >= needed and is_financeable(election, [*funded, project]):
                candidates.append((key(project), project, backs, needed / support))
        if not candidates:
            rank += 1
            continue
        _, project, backs, part = min(candidates, key=lambda one: one[0])
        taken = [own * part if back else Fraction(0) for own, back in zip(weighs, backs, strict=True)]
        weighs = [own - gone for own, gone in zip(weighs, taken, strict=True)]
        waiting.remove(project)
        funded.append(project)
        run.append((project.id, rank, taken))
    return run


def phragmen(election):
    """(project id, earned by each voter by then) for each project in the order bought."""
    voters, key = voters_of(election), priority(election)
    spent, waiting, funded, run = [Fraction(0)] * len(voters), able(election), [], []
    while True:
        times = {}
        for project in waiting:
            backers = [at for at, (points, _) in enumerate(voters) if project.id in points]
            if backers:
                # After a time t a backer has t less what they had earned when they last spent everything.
                times[project] = (project.cost + sum(spent[at] for at in backers)) / Fraction(len(backers))
        first = [project for project in times if times[project] == min(times.values())]
        if not first or not all(is_financeable(election, [*funded, project]) for project in first):
            return run
        project = min(first, key=key)
        spent = [
            times[project] if project.id in points else own for own, (points, _) in zip(spent, voters, strict=True)
        ]
        waiting.remove(project)
        funded.append(project)
        run.append((project.id, times[project]))
