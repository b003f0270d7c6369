"""Going along with a search, from change to change of a completion."""

FURTHEST = 60
"""Steps that are counted from nothing, at most."""


def leaps(search):
    """Go from change to change for a while; tells the step after each."""
    search.run()
    at = 0
    for _ in range(6):
        yield at
        if search.alike > FURTHEST:
            return
        at += search.alike + 1
        search.advance(search.alike + 1)


def follow(search, fresh, seed):
    """After each change, and at the last step that is called alike, the search has what counting from nothing has."""
    for at in leaps(search):
        for step in (at, at + min(search.alike, FURTHEST)):
            fresh.run(step)
            assert search.chosen == fresh.chosen, seed
