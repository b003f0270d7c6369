"""What voters hold while equal shares counts: amounts as straight lines, what they owe, and what is left.

Each amount is a whole number over one denominator that all wallets share: what it is now, and what it gains with each
further step of a completion. So a comparison also says for how many steps it comes out alike.
"""

from dataclasses import dataclass
from fractions import Fraction

from pb.tally.purses import Payers
from pb.tally.roster import EMPTY, Stakes

Column = list[int]
"""One amount of each wallet, by its number."""

Amounts = Column | dict[int, int]
"""The same, at least for those wallets that are asked about."""


@dataclass(slots=True)
class Horizon:
    """For how many further steps every comparison made so far comes out alike; None while none would ever change."""

    steps: int | None = None

    def while_not_below(self, lead: Fraction | int, gain: Fraction | int) -> None:
        """It lasts while `lead` + steps * `gain` >= 0; `lead` is not below 0."""
        if gain < 0:
            self.end_after(lead // -gain)

    def while_above(self, lead: Fraction | int, gain: Fraction | int) -> None:
        """It lasts while `lead` + steps * `gain` > 0; `lead` is above 0."""
        if gain < 0:
            self.end_after(-(lead // gain) - 1)

    def end_after(self, steps: int) -> None:
        """It lasts no longer than this."""
        self.steps = steps if self.steps is None else min(self.steps, steps)


@dataclass(slots=True)
class Wallets:
    """What one voter holds: of each purse `held / scale`, and `gains / scale` more with each further step, exact.

    Whole numbers over one common denominator count several times faster than a `Fraction` each.

    Attributes:
        owner: the number of the electorate of each wallet; nobody owns the empty one.
        held: by purse, by wallet.
        gains: by purse, by wallet.
    """

    owner: list[int]
    held: list[Column]
    gains: list[Column]
    scale: int

    def for_paying(self, payers: Payers, stakes: Stakes) -> tuple[Amounts, Amounts]:
        """What each wallet of some voters holds, and gains, in some purses together."""
        if len(payers) == 1:
            return self.held[payers[0]], self.gains[payers[0]]
        wallets = {wallet for wallet, _ in stakes}
        held, gains = (
            {wallet: sum(columns[place][wallet] for place in payers) for wallet in wallets}
            for columns in (self.held, self.gains)
        )
        return held, gains

    def finer(self, times: int) -> "Wallets":
        """The same over a denominator so many times greater, free to be changed."""
        if times == 1:
            held, gains = ([list(part) for part in parts] for parts in (self.held, self.gains))
            return Wallets(list(self.owner), held, gains, self.scale)
        held, gains = ([[amount * times for amount in part] for part in parts] for parts in (self.held, self.gains))
        return Wallets(list(self.owner), held, gains, self.scale * times)

    def later(self, steps: int) -> "Wallets":
        """The same so many steps later."""
        held = [
            [now + gain * steps for now, gain in zip(part, gained, strict=True)]
            for part, gained in zip(self.held, self.gains, strict=True)
        ]
        return Wallets(self.owner, held, self.gains, self.scale)

    @property
    def numbers(self) -> int:
        """How many numbers it takes to write it down."""
        return len(self.owner) * (1 + 2 * len(self.held))


def settle(cost: int, held: Amounts, gains: Amounts, stakes: Stakes, common: int) -> tuple[int, int, int]:
    """What is due, its rise, and from how many points, when those who cannot pay in full have given all they hold.

    Where all of them together cannot pay, no points remain, and what is due is what they lack.
    """
    if common == 1:
        return _settle_alike(cost, held, gains, stakes)
    lack = cost - sum([held[wallet] * voters for (wallet, _), voters in stakes.items()])
    if lack > 0:
        return lack, -sum([gains[wallet] * voters for (wallet, _), voters in stakes.items()]), 0
    due, rise, remaining, able = cost, 0, 0, []
    for stake, voters in stakes.items():
        wallet, points = stake
        remaining += points * voters
        # Money per point: with a common multiple of all points there is nothing to round.
        able.append((held[wallet] * (common // points), stake))
    able.sort()
    for key, stake in able:
        if due * common <= key * remaining:
            break  # this voter, and every richer one, can pay the price in full
        (wallet, points), voters = stake, stakes[stake]
        due -= held[wallet] * voters
        rise -= gains[wallet] * voters
        remaining -= points * voters
    return due, rise, remaining


def _settle_alike(cost: int, held: Amounts, gains: Amounts, stakes: Stakes) -> tuple[int, int, int]:
    """The same where every supporter gave one point."""
    remaining, due, rise = sum(stakes.values()), cost, 0
    wallets = [wallet for wallet, _ in stakes]
    if not wallets or due <= min([held[wallet] for wallet in wallets]) * remaining:
        return due, rise, remaining
    wallets.sort(key=held.__getitem__)
    for wallet in wallets:
        amount = held[wallet]
        if due <= amount * remaining:
            break
        voters = stakes[wallet, 1]
        due -= amount * voters
        rise -= gains[wallet] * voters
        remaining -= voters
    return due, rise, remaining


def take(
    wallets: Wallets, stakes: Stakes, payers: Payers, due: int, rise: int, horizon: Horizon
) -> dict[tuple[int, int], int]:
    """Pay `due` for each point, or all there is; tells the wallets that are left, which come after those there were."""
    if len(wallets.held) == 1:
        return _take_from_one(wallets, stakes, due, rise, horizon)
    return _take_from_purses(wallets, stakes, payers, due, rise, horizon)


def _take_from_one(
    wallets: Wallets, stakes: Stakes, due: int, rise: int, horizon: Horizon
) -> dict[tuple[int, int], int]:
    """`take` where wallets have one purse."""
    (held,), (gains,), owner = wallets.held, wallets.gains, wallets.owner
    moves, fresh = dict.fromkeys(stakes, EMPTY), len(owner)
    for stake in stakes:
        wallet, points = stake
        rest, more = held[wallet] - due * points, gains[wallet] - rise * points
        if rest < 0:
            horizon.while_not_below(-rest, -more)
        elif rest or more:
            moves[stake] = fresh
            held.append(rest)
            gains.append(more)
            owner.append(owner[wallet])
            fresh += 1
    return moves


def _take_from_purses(
    wallets: Wallets, stakes: Stakes, payers: Payers, due: int, rise: int, horizon: Horizon
) -> dict[tuple[int, int], int]:
    """`take` where wallets have parts from several purses."""
    held, gains = wallets.for_paying(payers, stakes)
    moves = dict[tuple[int, int], int]()
    for wallet, points in stakes:
        asked, rising, mine, gain = due * points, rise * points, held[wallet], gains[wallet]
        if mine < asked:
            horizon.while_not_below(asked - mine, rising - gain)
            asked, rising = mine, gain
        moves[wallet, points] = _spend(wallets, wallet, payers, asked, rising, horizon)
    return moves


def _spend(wallets: Wallets, wallet: int, payers: Payers, due: int, rise: int, horizon: Horizon) -> int:
    """The number of the wallet that is left when `due` was paid from `wallet`, the first of `payers` first."""
    if not due and not rise:
        return wallet
    parts = [(held[wallet], gains[wallet]) for held, gains in zip(wallets.held, wallets.gains, strict=True)]
    for place in payers:
        held, gain = parts[place]
        if place != payers[-1] and held < due:
            horizon.while_not_below(due - held, rise - gain)
            parts[place] = (0, 0)
            due, rise = due - held, rise - gain
            continue
        if place != payers[-1]:
            horizon.while_not_below(held - due, gain - rise)
        parts[place] = (held - due, gain - rise)
        break
    return _add(wallets, wallet, parts)


def _add(wallets: Wallets, wallet: int, parts: list[tuple[int, int]]) -> int:
    """A new wallet of the same owner with these parts; the empty one where they are nothing."""
    if not any(amount for part in parts for amount in part):
        return EMPTY
    wallets.owner.append(wallets.owner[wallet])
    for (held, gain), column, gained in zip(parts, wallets.held, wallets.gains, strict=True):
        column.append(held)
        gained.append(gain)
    return len(wallets.owner) - 1
