"""What META of a Pabulib file says of the count: rule, electorates, purses. How we say it, and how we read it again."""

import re
from collections.abc import Sequence
from fractions import Fraction

from pb.tally.election import EVERYBODY, Election, Electorate, Purse
from pb.tally.file_election import ranks, to_election
from pb.tally.pabulib import MINOR, SHOWN, WHOLE, PabulibError, PabulibFile, amount, in_unit
from pb.tally.rules import CHOICES, Rule
from pb.tally.trials import Room

THRESHOLD = "min_project_score_threshold"
COLUMN = "electorate"
_SHARE = re.compile(r"([^;,=]+?)(?: *= *| +)([0-9]{1,9}(?:/[1-9][0-9]{0,8})?)")
_PURSE = re.compile(r"purse_([1-9][0-9]{0,8})")
_WHOLE = re.compile(r"[1-9][0-9]{0,8}")
WEIGHT_FACTOR = 3
"""Where a file does not say otherwise."""
_GREEDY = {"-per-cost", "-no-skip", "-threshold"}


def rule_name(rule: Rule) -> str:
    """The rule in one word, its parts joined by `/`: `greedy`, `greedy-no-skip`, `equalshares/add1/greedy`, `ear`."""
    if rule.name == "greedy":
        flags = [("-per-cost", rule.per_cost), ("-no-skip", not rule.skip), ("-threshold", rule.threshold)]
        return "".join(["greedy", *(flag for flag, is_set in flags if is_set)])
    if rule.name == "equal-shares":
        return "/".join(["equalshares", *(part for part in (rule.completion, rule.second) if part != "none")])
    return rule.name


def rule_options(rule: Rule) -> dict[str, str]:
    """What META says of the rule beside its name."""
    if rule.name == "greedy":
        return {THRESHOLD: str(rule.threshold)} if rule.threshold else {}
    if rule.name != "equal-shares":
        return {}
    stop = {} if rule.stop == "overspend" else {"stop": rule.stop}
    return {"utility": rule.utility, "step": in_unit(rule.step), **stop}


def rule_of(file: PabulibFile) -> Rule:
    """The rule that a file names, where it is known; else the official default.

    Raises:
        PabulibError: its step is no amount.
    """
    return _rule(file) or Rule()


def is_known(file: PabulibFile) -> bool:
    """Whether the file names a rule that is known."""
    return _rule(file) is not None


def electorates_of(file: PabulibFile) -> tuple[Electorate, ...]:
    """The electorates that a file names with their shares (`young-people 1/2, parent-carers 1/2`), else everybody.

    Raises:
        PabulibError: it names them in another way, or their shares are not one.
    """
    if not (said := file.meta.get("electorates", "").strip()):
        return (Electorate(EVERYBODY, Fraction(1)),)
    return electorates_in(said, file.where("electorates"))


def electorates_in(text: str, where: str) -> tuple[Electorate, ...]:
    """Electorates from `a 1/2, b 1/2` or `a=1/2,b=1/2`; `where` begins the message of an error.

    Raises:
        PabulibError: it is something else, or the shares are not one.
    """
    found = []
    for part in (one.strip() for one in text.split(",") if one.strip()):
        if not (said := _SHARE.fullmatch(part)):
            raise PabulibError(f"{where}: {part[:SHOWN]!r} is no electorate with its share")
        if not (share := Fraction(said[2])):
            raise PabulibError(f"{where}: {said[1][:SHOWN]!r} has no share")
        found.append(Electorate(said[1], share))
    if (whole := sum((one.share for one in found), Fraction(0))) != 1:
        raise PabulibError(f"{where}: the shares add up to {whole}, not to 1")
    if len({one.id for one in found}) != len(found):
        raise PabulibError(f"{where}: an electorate is there twice")
    return tuple(found)


def purses_in_meta(purses: Sequence[Purse]) -> dict[str, str]:
    """The restricted purses as META has them: `purse_1` with `2000: 3,5,9`."""
    restricted = sorted((purse for purse in purses if purse.number), key=lambda purse: purse.number)
    return {f"purse_{one.number}": f"{in_unit(one.amount)}: {','.join(one.projects)}" for one in restricted}


def purses_of(file: PabulibFile) -> list[Purse]:
    """The restricted purses of a file.

    Raises:
        PabulibError: one is written otherwise, or may fund nothing or what is not there.
    """
    known, found = {row.fields["project_id"].strip() for row in file.projects}, list[Purse]()
    for key, value in file.meta.items():
        if key.startswith("purse_"):
            where = file.where(key)
            if not (number := _PURSE.fullmatch(key)):
                raise PabulibError(f"{where}: purses are numbered from purse_1")
            purse = _purse(int(number[1]), value, known, where)
            if any(set(purse.projects) == set(one.projects) for one in found):
                raise PabulibError(f"{where}: another purse may fund the same projects; together they are one")
            found.append(purse)
            if sum(one.amount for one in found) > file.budget:
                raise PabulibError(f"{where}: with this purse, the purses hold more than the budget")
    for purse in found:
        if len(purse.projects) == len(known) and sum(one.amount for one in found) < file.budget:
            where = file.where(f"purse_{purse.number}")
            raise PabulibError(f"{where}: it may fund every project, as may what is in no purse; together they are one")
    return found


def election_in(
    file: PabulibFile,
    *,
    seed: str = "",
    ties: str = "standard",
    electorates: Sequence[Electorate] = (),
    column: str = "",
) -> Election:
    """The election in a file with the electorates, weight factor and purses that it names.

    Args:
        file: the file.
        seed: of the lot.
        ties: `standard` or `id`.
        electorates: instead of the file's own.
        column: of the votes, in which their electorate stands.

    Raises:
        PabulibError: the file contradicts itself.
    """
    groups = tuple(electorates) or electorates_of(file)
    if not column and (electorates or "electorates" in file.meta):
        column = COLUMN
    if column and column not in file.votes.columns:
        raise PabulibError(f"{file.name}, VOTES, field {column}: there is no such column")
    election = to_election(
        file,
        electorates=groups,
        electorate_column=column,
        weight_factor=_weight_factor(file),
        seed=seed,
        ties=ties,
        purses=purses_of(file),
    )
    if not file.has_end:
        _check_nothing_is_gone(file, election)
    return election


def _check_nothing_is_gone(file: PabulibFile, election: Election) -> None:
    """Refuse a file that stops in the middle of its last ballot, as its own sums of votes tell; few files have none."""
    found = election.supporters()
    for row in file.projects:
        project, said = row.fields["project_id"].strip(), row.fields.get("votes", "").strip()
        if WHOLE.fullmatch(said) and int(said) > found[project]:
            where = f"{file.name}, line {row.line}, field votes"
            words = f"it says {said}, the ballots have {found[project]}"
            raise PabulibError(f"{where}: {words}, and the last line has no end; the file may be cut off")


def _weight_factor(file: PabulibFile) -> int:
    said = file.meta.get("weight_factor", "").strip()
    if said and not _WHOLE.fullmatch(said):
        raise PabulibError(f"{file.where('weight_factor')}: {said[:SHOWN]!r} is no whole number above 0")
    return int(said or WEIGHT_FACTOR)


def room_of(file: PabulibFile) -> Room:
    """What a ballot of the file allows."""
    match file.vote_type:
        case "choose-1":
            return Room("approval", 1)
        case "approval":
            return Room("approval", file.limit("max_length"))
        case "ordinal":
            return Room("ranked", ranks(file))
    in_all, most = file.limit("max_sum_points"), file.limit("max_points")
    greatest = max(
        (int(text) for row in file.votes for text in row.fields.get("points", "").split(",") if text.strip()), default=1
    )
    return Room("stars", in_all or len(file.projects) * greatest, most or in_all or greatest)


def _rule(file: PabulibFile) -> Rule | None:
    meta = file.meta
    name, *parts = meta.get("rule", "").strip().lower().split("/")
    if name.startswith("greedy") and not parts:
        return _greedy(file, name.removeprefix("greedy"))
    if name in {"ear", "phragmen"} and not parts:
        return Rule(name=name)
    if name == "equalshares" and parts in ([], ["add1"], ["greedy"], ["add1", "greedy"]):
        return _equal_shares(file, parts)
    return None


def _greedy(file: PabulibFile, flags: str) -> Rule | None:
    found = {flag for flag in _GREEDY if flag in flags}
    if sum(map(len, found)) != len(flags):
        return None
    threshold = file.limit(THRESHOLD) if "-threshold" in found else 0
    return Rule(name="greedy", per_cost="-per-cost" in found, skip="-no-skip" not in found, threshold=threshold)


def _equal_shares(file: PabulibFile, parts: Sequence[str]) -> Rule:
    said = file.meta.get("step", "")
    step = amount(said, file.where("step")) if said else MINOR
    if step < 1:
        raise PabulibError(f"{file.where('step')}: the step must be above 0")
    return Rule(
        utility=_one_of("utility", file),
        completion="add1" if "add1" in parts else "none",
        second="greedy" if "greedy" in parts else "none",
        step=step,
        stop=_one_of("stop", file),
    )


def _one_of(option: str, file: PabulibFile) -> str:
    said, known = file.meta.get(option, ""), CHOICES[option]
    if said and said not in known:
        raise PabulibError(f"{file.where(option)}: {said[:SHOWN]!r} is not one of {', '.join(known)}")
    return said or known[0]


def _purse(number: int, text: str, known: set[str], where: str) -> Purse:
    money, colon, names = text.partition(":")
    if not colon:
        raise PabulibError(f"{where}: {text[:SHOWN]!r} is no purse; write the amount, a colon and the projects")
    projects = tuple(name for part in names.split(",") if (name := part.strip()))
    held = amount(money, where)
    if held < 1:
        raise PabulibError(f"{where}: a purse holds more than 0")
    if not projects or len(set(projects)) != len(projects):
        raise PabulibError(f"{where}: the purse may fund no project, or one twice")
    for name in projects:
        if name not in known:
            raise PabulibError(f"{where}: there is no project {name[:SHOWN]}")
    return Purse(number, held, projects)
