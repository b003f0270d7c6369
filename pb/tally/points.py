"""From what voters mark to points, for every kind of ballot."""

from collections.abc import Mapping, Sequence

FACES = {"yes": 2, "bit": 1, "no": 0}
TWICE = "a project is marked twice"


class MarksRefused(ValueError):
    """The marks are not what the ballot allows; the message says in what."""


def approval(chosen: Sequence[str], limit: int = 0) -> dict[str, int]:
    """One point for each chosen project; at most `limit` of them, 0 for no limit."""
    given = dict.fromkeys(chosen, 1)
    if len(given) != len(chosen):
        raise MarksRefused(TWICE)
    if limit and len(chosen) > limit:
        raise MarksRefused(f"{len(chosen)} projects are chosen, {limit} are allowed")
    return given


def stars(given: Mapping[str, int], in_all: int, most: int) -> dict[str, int]:
    """As given; unused stars are not rescaled."""
    for project, count in given.items():
        if not 0 <= count <= most:
            raise MarksRefused(f"project {project} has {count} stars, 0 to {most} are allowed")
    if sum(given.values()) > in_all:
        raise MarksRefused(f"{sum(given.values())} stars are given, {in_all} are allowed")
    return {project: count for project, count in given.items() if count}


def ranked(order: Sequence[str], limit: int) -> dict[str, int]:
    """`limit` points for the first, one less for each that follows; `limit` is the form's, not this ballot's length."""
    given = dict(zip(order, range(limit, limit - len(order), -1), strict=True))
    if len(given) != len(order):
        raise MarksRefused(TWICE)
    if len(order) > limit:
        raise MarksRefused(f"{len(order)} projects are ranked, {limit} are allowed")
    return given


def faces(answers: Mapping[str, str]) -> dict[str, int]:
    """Two points for yes, one for a bit."""
    for project, answer in answers.items():
        if answer not in FACES:
            raise MarksRefused(f"project {project} has the answer {answer}")
    return {project: FACES[answer] for project, answer in answers.items() if FACES[answer]}


def of_marks(kind: str, limit: int, most: int, marks: Mapping[str, object]) -> dict[str, int]:
    """The points of a ballot as it stands in a bundle.

    Its marks are {"chosen": […]}, {"stars": {…}}, {"ranked": […]} or {"faces": {…}}.

    Raises:
        MarksRefused: another shape, or more than the ballot allows.
    """
    match kind, marks:
        case "approval", {"chosen": list() as chosen, **rest} if not rest and _texts(chosen):
            return approval(chosen, limit)
        case "ranked", {"ranked": list() as order, **rest} if not rest and _texts(order):
            return ranked(order, limit)
        case "stars", {"stars": dict() as given, **rest} if not rest and _whole(given):
            return stars(given, limit, most)
        case "faces", {"faces": dict() as answers, **rest} if not rest and _texts([*answers, *answers.values()]):
            return faces(answers)
    raise MarksRefused(f"these are not the marks of a ballot of kind {kind}")


def _texts(items: list[object]) -> bool:
    return all(isinstance(item, str) for item in items)


def _whole(given: dict[object, object]) -> bool:
    return _texts(list(given)) and all(
        isinstance(count, int) and not isinstance(count, bool) for count in given.values()
    )
