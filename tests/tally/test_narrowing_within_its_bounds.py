"""What narrowing says of its floats holds, and no float inside what it says can change the outcome.

A float of 53 bits is hardly ever off by as much as the proof allows. Here every amount is put off by that much, by
chance, with a slack that is large enough to matter; and each price and each bound is held against the exact one.
"""

import random
from fractions import Fraction

import pytest
from following import follow

from pb.tally.election import EVERYBODY, Electorate, Project, make_election
from pb.tally.equal_shares import Count
from pb.tally.weights import weights_of

np = pytest.importorskip("numpy", reason="numpy is not installed")
narrowing = pytest.importorskip("pb.tally.narrowing", reason="numpy is not installed")

MANY = 120
LATER = (0, 1, 7, 50, 1_000)


def priced(cost, supporters):
    """The exact price of a point, its rise, and who gives all they hold; None where they cannot pay.

    Args:
        cost: what is to be paid.
        supporters: what each holds and gains, its points, and how many are like it.
    """
    due, rise = Fraction(cost), Fraction(0)
    points = sum(each * many for _, _, each, many in supporters)
    poor = set()
    for at in sorted(range(len(supporters)), key=lambda at: supporters[at][0] / supporters[at][2]):
        held, gain, each, many = supporters[at]
        if due * each <= held * points:
            return due / points, rise / points, poor
        due, rise, points = due - held * many, rise - gain * many, points - each * many
        poor.add(at)
    return None


class Witness(narrowing.NarrowCount):
    """Narrowing that puts its own floats off by all that it allows, and looks at what it makes of them."""

    def __init__(self, election, *args, chance, **options):
        super().__init__(election, *args, **options)
        self.chance = chance

    def exactly(self, wallet):
        """What a wallet holds and gains."""
        if wallet == 0:
            return Fraction(0), Fraction(0)
        weight = self._weight[self._groups[int(self._group[wallet]) - 1]]
        held, gain = weight * (self._election.budget + self._at * self._rise), weight * self._rise
        for at, one in enumerate(self._rounds):
            held -= one.per_point.now * int(self._paid[wallet, at])
            gain -= one.per_point.rise * int(self._paid[wallet, at])
        return held, gain

    def of_offer(self, name, wallets, points, voters, later=0):
        """The exact price of a point of these supporters, so many steps later."""
        held = [self.exactly(wallet) for wallet in wallets]
        supporters = [
            (now + gain * later, gain, each, many)
            for (now, gain), each, many in zip(held, points.tolist(), voters.tolist(), strict=True)
        ]
        return priced(self.projects[name].cost, supporters), supporters

    def _keep(self, mark):
        super()._keep(mark)
        assert (mark.rounds, mark.wallets, mark.at) == (len(self._rounds), self._wallets, self._at)
        way = self.chance.choice([0, 1, -1])
        for wallet in range(self._wallets):
            held, gain = self.exactly(wallet)
            off, gain_off = (Fraction(one) if wallet else 0 for one in (self._off, self._gain_off))
            assert abs(Fraction(self._held[wallet]) - held) <= off
            assert abs(Fraction(self._gains[wallet]) - gain) <= gain_off
            if self._slack > narrowing.SLACK:
                self._held[wallet] = float(held + off * self.most(way))
                self._gains[wallet] = float(gain + gain_off * self.most(way))
        for low, name, slope in mark.bounds:
            for later in LATER:
                found, _ = self.of_offer(name, *self._supporters(name), later)
                assert found is None or Fraction(low) + Fraction(slope) * later <= found[0] / self._unit_of(name)

    def most(self, way):
        """Nearly all that is allowed, up (1) or down (-1), or one of these by chance (0)."""
        return Fraction(99, 100) * (way or self.chance.choice([1, -1]))

    def _unit_of(self, name):
        return self.projects[name].cost if self._utility == "cost" else 1

    def _offer(self, name):
        offer = super()._offer(name)
        found, _ = self.of_offer(name, *self._supporters(name))
        assert (offer is None) == (found is None)
        if offer is None:
            return None
        unit = self._unit_of(name)
        assert abs(Fraction(offer.price) - found[0] / unit) <= Fraction(offer.off)
        _, supporters = self.of_offer(name, offer.wallets, offer.points, offer.voters)
        poor, rich = supporters[: offer.poor], supporters[offer.poor :]
        slope = -sum(gain * many for _, gain, _, many in poor) / sum(each * many for _, _, each, many in rich)
        assert abs(Fraction(offer.slope) - slope / unit) <= Fraction(offer.slope_off)
        return offer

    def _settled(self, offer):
        line, poor = super()._settled(offer)
        found, _ = self.of_offer(offer.project.id, offer.wallets, offer.points, offer.voters)
        assert (line.now, line.rise, set(np.flatnonzero(poor).tolist())) == found
        return line, poor


def drawn(chance):
    """An election of several projects and groups, in which many voters vote alike."""
    names = "abcdefg"[: chance.randint(2, 7)]
    groups = ["carers", "young"][: chance.randint(1, 2)]
    share = Fraction(chance.randint(1, 4), 5)
    electorates = [Electorate("carers", share), Electorate("young", 1 - share)] if len(groups) > 1 else EVERYBODY_ALIKE
    kinds = [
        ({name: chance.randint(1, 3) for name in chance.sample(names, chance.randint(1, len(names)))}, group)
        for group in groups
        for _ in range(chance.randint(1, 4))
    ]
    ballots = [kind for kind in kinds for _ in range(chance.choice([1, 1, 2, 9]))]
    if len(groups) == 1:
        ballots = [(points, EVERYBODY) for points, _ in ballots]
    # Every other one has costs that some voters can pay with exactly what they hold, or with each other's price.
    each = chance.choice([1, chance.randint(2, 9)])
    projects = [Project(name, each * chance.randint(3 if each == 1 else 1, 90 // each)) for name in names]
    budget = each * len(ballots) * chance.randint(1, 4) if each > 1 else chance.randint(20, 200)
    ties = chance.choice(["standard", "id"])
    return make_election(projects, ballots, budget, electorates, seed="lots", weight_factor=2, ties=ties)


EVERYBODY_ALIKE = (Electorate(EVERYBODY, Fraction(1)),)


def made_of(seed):
    """An election, its utility and its rise, by the number of the draw."""
    chance = random.Random(seed)  # noqa: S311 - an election to count, no secret
    return drawn(chance), chance.choice(["cost", "count"]), chance.randint(1, 30), chance


@pytest.mark.parametrize("slack", [narrowing.SLACK, 1e-9, 1e-5, 1e-3])
def test_floats_of_narrowing_put_off_by_all_that_it_allows_change_nothing(slack):
    for seed in range(MANY):
        election, utility, rise, chance = made_of(seed)
        weight = weights_of(election)
        witness = Witness(election, weight, rise, utility, slack=slack, chance=chance)
        follow(witness, Count(election, weight, rise, utility), seed)


OVERTAKEN, NEARLY_OUT = 1_096, 1_312
"""Draws in which a bid of poor supporters is overtaken, and in which somebody runs out at less than one unit."""


@pytest.mark.parametrize("seed", [OVERTAKEN, NEARLY_OUT])
def test_narrowing_says_how_long_it_lasts_to_the_step(seed):
    election, utility, rise, _ = made_of(seed)
    weight = weights_of(election)
    narrow = narrowing.NarrowCount(election, weight, rise, utility)
    follow(narrow, Count(election, weight, rise, utility), seed)


def test_supporters_who_are_short_by_less_than_a_float_can_tell_do_not_pay():
    each = 10**17
    halves = [Electorate("carers", Fraction(1, 2)), Electorate("young", Fraction(1, 2))]
    votes = [({name: 1}, group) for group in ("carers", "young") for name in ("dear", "other")]
    projects = [Project("dear", 2 * each + 1), Project("other", 2 * each)]
    election = make_election(projects, votes, 4 * each, halves, seed="lots")
    narrow, exact = (kind(election, weights_of(election), 4, "cost") for kind in (narrowing.NarrowCount, Count))
    narrow.run()
    assert [one.id for one in narrow.chosen] == ["other"]
    follow(narrow, exact, "short by one")
