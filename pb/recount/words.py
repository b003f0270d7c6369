"""What is said at the end of a recount that found nothing amiss."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from pb.recount.opened import Bundle
from pb.seal import bundle as bundles

UNSIGNED = "Who signed it was not checked: that can be seen in verify.html, or by the hash of the list if you noted it."

Say = Callable[[str, str], None]
"""What is called with a mark and a sentence for each check."""


def conclude(bundle: Bundle, say: Say) -> None:
    """Say what is funded, which hashes to compare, and what was shown by all this."""
    terms, outcome = bundle.terms, bundle.result["outcome"]
    _say_funded(bundle, outcome.get("order", outcome["winners"]), say, in_order="order" in outcome)
    say("", "\nHold these against what was published at the time:")
    say("", f"  rules   {hashlib.sha256(bundle.files[bundles.ROUND]).hexdigest()}")
    say("", f"  list    {bundle.listed['hash']}")
    say("", f"  record  {bundle.result['record']['head']}")
    if bundle.ballots is None:
        say("", _words_withheld(terms))
        say("", UNSIGNED)
        return
    if _is_small(bundle):
        say("", "\nAn electorate has few ballots. This bundle is for named auditors; please do not pass it on.")
    say("", "\nReproduced: the published result follows from these ballots by these rules.")
    say("", UNSIGNED)


def pounds(pence: int) -> str:
    """An amount as people write it."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}" + (f".{rest:02}" if rest else "")


def _say_funded(bundle: Bundle, names: list[str], say: Say, *, in_order: bool) -> None:
    projects = {project["id"]: project for project in bundle.terms["proposals"]}
    say("", "\nFunded" + (", in the order chosen:" if in_order else ":"))
    for place, name in enumerate(names, 1):
        project = projects[name]
        say("", f"{place:>4}. {pounds(project['cost_pence']):>14}  {name}  {project['title']}")
    spent = pounds(sum(projects[name]["cost_pence"] for name in names))
    say("", f"{spent} of {pounds(bundle.terms['pot_pence'])} on {len(names)} of {len(projects)} projects.")


def _words_withheld(terms: Mapping[str, Any]) -> str:
    floor = terms["rules"]["disclosure_floor"]
    return (
        f"\nThis result is not recountable by the public: an electorate that voted has fewer than {floor} ballots, so "
        "the ballots are withheld to keep people's votes secret. Named auditors have them.\n"
        "What can be checked without the ballots holds."
    )


def _is_small(bundle: Bundle) -> bool:
    ballots = Counter(cast.electorate for cast in bundle.casts)
    return any(figure < bundle.terms["rules"]["disclosure_floor"] for figure in ballots.values())
