"""Taking an order in which things lie for the order in which people came, and times for times."""

import re
from datetime import UTC, datetime

from .knowledge import as_bytes

FEWEST = 8
"""Of fewer things no order is made."""

NEAR = 2.0
"""Seconds within which a time is taken for that of a coming."""

INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|\+00(?::?00)?)?")
SCALES = (1, 1_000, 1_000_000, 1_000_000_000)


def every_order(evidence, finder):
    """Every order in which the stored things give the prizes, each once: (the channels that give it, names)."""
    found = {}
    for channel, names in _orders(evidence, finder):
        if len(names) >= FEWEST:
            found.setdefault(tuple(names), []).append(channel)
    return [("; ".join(channels), list(names)) for names, channels in found.items()]


def _orders(evidence, finder):
    for table, rows in evidence.tables.items():
        speaking = [(names.pop(), row) for row in rows if len(names := finder.in_row(row)) == 1]
        if len({name for name, _ in speaking}) < FEWEST:
            continue
        yield f"rows of {table} as they lie", _once(name for name, _ in speaking)
        for column in speaking[0][1]:
            yield f"rows of {table} by {column}", _once(_sorted(speaking, column))
    for file, body in evidence.files.items():
        places = finder.places(body)
        for which, at in (("first", 0), ("last", 1)):
            yield f"bytes of {file}, {which} place", sorted(places, key=lambda name: places[name][at])
    alone = [(file, set(finder.places(evidence.files[file]))) for file in evidence.changed]
    alone = [(file, names.pop()) for file, names in alone if len(names) == 1]
    yield "times of files", _once(name for _, name in sorted(alone, key=lambda one: evidence.changed[one[0]]))


def _sorted(speaking, column):
    return [name for name, row in sorted(speaking, key=lambda one: _sortable(one[1].get(column)))]


def _sortable(cell):
    if isinstance(cell, bool | int | float):
        return "number", cell
    if isinstance(cell, tuple):
        return "place", cell
    return "text", as_bytes(cell)


def _once(names):
    return list(dict.fromkeys(names))


def by_order(watcher, finder, names):
    """For each order of comings, forwards and backwards, a guess: the first who came owns what lies first."""
    for which, people in watcher.orders.items():
        for direction, lying in (("", names), (", backwards", names[::-1])):
            yield f"{which}{direction}", _beside(people, lying, finder.prizes)


def _beside(people, lying, prizes):
    guess = {}
    for group in {prizes[name].group for name in lying}:
        these = [one for one in people if group in {"", one.group}]
        theirs = [name for name in lying if prizes[name].group == group]
        for at, person in enumerate(these):
            guess[person.reference] = {theirs[at * len(theirs) // len(these)]}
    return guess


def by_time(evidence, watcher, finder):
    """Guesses from any row that speaks of one prize and holds a time: whoever came nearest to it."""
    for table, rows in evidence.tables.items():
        found = {}
        for row in rows:
            names = finder.in_row(row)
            for column, cell in row.items() if len(names) == 1 else ():
                for instant in instants(cell):
                    person, apart = _nearest(watcher, instant)
                    if apart <= NEAR:
                        found.setdefault(column, {}).setdefault(person.reference, set()).update(names)
        for column, guess in found.items():
            yield f"times in {column} of {table}", guess


def instants(cell):
    """What a cell may mean as an instant."""
    if isinstance(cell, datetime):
        return [cell if cell.tzinfo else cell.replace(tzinfo=UTC)]
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return [datetime.fromtimestamp(cell / scale, UTC) for scale in SCALES if 1.5e9 < cell / scale < 4e9]
    if isinstance(cell, str):
        read = (datetime.fromisoformat(one.replace(",", ".")) for one in INSTANT.findall(cell))
        return [one if one.tzinfo else one.replace(tzinfo=UTC) for one in read]
    return []


def _nearest(watcher, instant):
    times = ((at, time) for at, one in enumerate(watcher.comings) for time in one.times)
    apart = ((abs((instant - time).total_seconds()), at) for at, time in times)
    seconds, at = min(apart)
    return watcher.comings[at], seconds
