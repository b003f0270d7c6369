"""Checks of the explanations: they follow from the count, and what would have changed it does so when acted upon."""

from collections.abc import Mapping
from typing import Any

from pb.recount.faults import Differs, compare, same
from pb.recount.opened import Bundle, Noted
from pb.seal import bundle as bundles
from pb.tally.explained import Case, case_of, explain, fault_of, without_trials


def check_explanations(bundle: Bundle, noted: Noted) -> str:
    """Every project is explained; the figures follow from the count; each act named would have had it funded.

    With `noted.thorough` everything that was tried is tried again.
    """
    case = case_of(bundle.terms, bundle.listed["seed"], bundle.votes, bundle.official)
    said = (bundle.explanations or {})["projects"]
    ids = sorted(project["id"] for project in bundle.terms["proposals"])
    same(bundles.EXPLANATIONS, "its projects", sorted(said), ids, "round.json")
    for project in ids:
        if noted.thorough:
            compare(bundles.EXPLANATIONS, f"projects.{project}", said[project], explain(case, project))
        else:
            _check_one(case, project, said[project])
    acts = sum("needed" in answer for one in said.values() for answer in one.get("changes", {}).values())
    how = "all that was tried was tried again" if noted.thorough else "each was acted upon and comes true"
    return f"explanations.json: {len(ids)} projects, and {acts} ways in which one would have been funded: {how}."


def _check_one(case: Case, project: str, said: Mapping[str, Any]) -> None:
    told = {key: value for key, value in said.items() if key != "changes"}
    compare(bundles.EXPLANATIONS, f"projects.{project}", told, without_trials(case, project))
    if words := fault_of(case, project, said):
        raise Differs(bundles.EXPLANATIONS, f"projects.{project}: {words}")
