"""The whole attack: every channel, and the share of people whose prize it names."""

from dataclasses import dataclass

from . import chance
from .joins import Web, by_guessed_digests, by_shared_values
from .knowledge import Finder, as_bytes
from .opening import by_keys, key_candidates
from .orders import by_order, by_time, every_order


@dataclass(frozen=True)
class Told:
    """What a channel told: the share of people linked rightly, and how far an order leaned to the true one."""

    channel: str
    linked: float
    lean: float = 0.0
    things: int = 0


@dataclass(frozen=True)
class Outcome:
    """Everything that was tried."""

    told: list
    people: int
    smallest_group: int

    @property
    def best(self):
        return max(self.told, key=lambda one: one.linked)

    @property
    def bound(self):
        """The greatest share that blind guesses would reach; see `chance`."""
        return chance.most_by_chance(self.people, self.smallest_group, len(self.told)) / self.people

    @property
    def beyond_chance(self):
        """The channels that tell more than a blind guess."""
        bound = self.bound
        return [one for one in self.told if one.linked > bound or self._leans(one)]

    def _leans(self, one):
        return one.things > 0 and abs(one.lean) > chance.greatest_lean(one.things, len(self.told))

    def of(self, words):
        """The greatest share that a channel with these words in its name linked."""
        return max((one.linked for one in self.told if words in one.channel), default=0.0)


def attack(watcher, evidence, prizes, truth, *, key_folder=None):
    """Try everything.

    Args:
        watcher: what was seen at the door.
        evidence: what is stored.
        prizes: what there is to win.
        truth: by reference, whose is what; it only scores the guesses.
        key_folder: where keys are looked for, if the attacker has one.
    """
    finder = Finder(prizes)
    told = list(_by_orders(watcher, evidence, finder, truth))
    told += [Told(name, _share(guess, truth, finder)) for name, guess in by_time(evidence, watcher, finder)]
    candidates = key_candidates(key_folder) if key_folder else []
    web = Web(evidence, finder)
    secrets = {key for pair in candidates for key in pair}
    others = {
        "values that rows share": by_shared_values(watcher, web),
        "digests that can be guessed": by_guessed_digests(watcher, web, secrets),
        "keys": by_keys(watcher, evidence, finder, candidates),
    }
    told += [Told(name, _share(guess, truth, finder)) for name, guess in others.items()]
    groups = [len(watcher.members(prize.group)) for prize in prizes]
    return Outcome(told, len(watcher.comings), min(groups))


def left_behind(evidence, marks):
    """Which of these texts and bytes still stand somewhere, each with the first file or table that has it."""
    found = {}
    for place, body in _everything(evidence):
        for mark in marks:
            if mark not in found and mark in body:
                found[mark] = place
    return found


def _everything(evidence):
    yield from evidence.files.items()
    for table, rows in evidence.tables.items():
        yield table, b"\0".join(as_bytes(cell) for row in rows for cell in row.values())


def _by_orders(watcher, evidence, finder, truth):
    for channel, names in every_order(evidence, finder):
        for which, guess in by_order(watcher, finder, names):
            people = watcher.orders[which.split(",")[0]]
            leaning = chance.lean(names, [truth[one.reference] for one in people])
            yield Told(f"{channel}, {which}", _share(guess, truth, finder), leaning, len(names))


def _share(guess, truth, finder):
    """The share of people who are rightly linked where one of their possible prizes is picked blindly."""
    right = 0.0
    for reference, mine in truth.items():
        group = finder.prizes[mine].group if mine in finder.prizes else ""
        possible = {name for name in guess.get(reference, ()) if finder.prizes[name].group in {"", group}}
        right += mine in possible and 1 / len(possible)
    return right / len(truth)
