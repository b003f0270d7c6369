"""`make prove`: every promise of docs/security/README.md with its long proof, its figures, and the sabotages that it notices.

Each sabotage is applied to a copy of the tree, where the test that it names must fail. Nothing is pretended: the copy
is the program with a fault in it. `make prove only=R1` proves one promise.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]
from sabotages import Sabotage, sabotages  # noqa: E402 - found by the line above

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".tools", "var", "screens", "__pycache__", ".*_cache")
LOG = ROOT / "var" / "prove.log"
"""What pytest said, of every run."""

FAILED = 1
"""What pytest answers where tests ran and one failed: the only answer that shows that a sabotage was noticed."""

PROMISES = {
    "R1": ("a receipt means a stored ballot", ["tests/ballots/test_kill_during_casting.py", "tests/ballots/test_when_the_database_fails.py", "tests/ballots/test_when_an_answer_is_lost.py", "tests/booth/test_voting_pages.py", "tests/booth/test_a_cast_that_nobody_answers.py", "tests/app/test_a_clock_that_jumps.py"]),
    "R2": ("one person, one ballot, whatever the race or channel", ["tests/ballots/test_casting.py", "tests/ballots/test_reissuing_whole_groups.py", "tests/ballots/test_when_the_database_fails.py::test_of_two_casts_of_each_person_by_two_processes_one_is_kept"]),
    "R3": ("a backup cannot harm", ["tests/cli/test_backing_up.py", "tests/cli/test_restoring.py", "tests/cli/test_the_restore_drill.py", "tests/cli/test_an_old_backup.py"]),
    "S1": ("nobody can find out later how a person voted", ["tests/ballots/test_the_linkage_attack.py", "tests/ballots/test_what_is_stored.py", "tests/keys"]),
    "S2": ("small groups stay hidden", ["tests/results/test_naming_a_voter.py", "tests/site/test_what_the_public_is_told_of_small_groups.py", "tests/core/test_the_disclosure_rule.py", "tests/desk/test_published_bundles.py", "tests/site/test_result_pages.py"]),
    "S3": ("no names of voters are held", ["tests/roll", "tests/desk/test_what_is_forgotten.py", "tests/house/test_what_tables_keep.py"]),
    "S4": ("no result before the opening", ["tests/app/test_no_interim_results.py", "tests/ballots/test_from_close_to_reveal.py", "tests/holders", "tests/app/test_observers_look_on.py"]),
    "V1": ("your check code finds your vote", ["tests/ballots/test_from_close_to_reveal.py", "tests/seal/test_commits_and_check_codes.py"]),
    "V2": ("anyone can recount", ["tests/recount", "tests/seal", "tests/verify"]),
    "V3": ("the record cannot be rewritten quietly, nor a vote be touched by one", ["tests/record", "tests/people/test_the_act_of_two_people.py", "tests/desk/test_acts_by_two_people.py", "tests/app/test_acts_take_a_second_factor.py", "tests/app/test_one_person_reaches_no_act.py", "tests/app/test_observers_look_on.py", "tests/observers"]),
    "C1": ("codes cannot be guessed, and slips are caught", ["tests/seal/test_codes_that_people_type.py", "tests/roll", "tests/booth/test_voting_pages.py"]),
    "A1": ("hostile input does no harm", ["tests/app/test_bad_input.py", "tests/house/test_routes_have_guards.py", "tests/app/test_stewards_help_at_events.py", "tests/app/test_headers_of_every_answer.py", "tests/app/test_forms_of_this_browser_only.py", "tests/app/test_cookies.py", "tests/app/test_whatever_is_sent.py", "tests/journeys/test_words_that_do_not_run.py"]),
}  # fmt: skip


@dataclass
class Proof:
    """How it went with one promise."""

    promise: str
    held: bool
    seconds: float
    figures: list[str]
    skipped: list[str]
    noticed: list[tuple[Sabotage, bool]] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether the promise holds and every sabotage of it was noticed."""
        return self.held and all(seen for _, seen in self.noticed)


def main() -> int:
    """Prove what is asked for, and tell; 0 where every line is good."""
    LOG.parent.mkdir(exist_ok=True)
    LOG.unlink(missing_ok=True)
    wanted = sys.argv[1:] or list(PROMISES)
    if unknown := [one for one in wanted if one not in PROMISES]:
        print(f"There is no promise {unknown[0]}; there are {', '.join(PROMISES)}.", file=sys.stderr)
        return 2
    proofs = list[Proof]()
    for promise in wanted:
        proofs.append(prove(promise))
        # All of it takes hours: whoever breaks it off shall have what was proved by then.
        print("\n".join(lines_of(proofs[-1])), flush=True)
    print(table(proofs), f"What every test said is in {LOG.relative_to(ROOT)}.", sep="\n")
    return 0 if all(proof.good for proof in proofs) else 1


def prove(promise: str) -> Proof:
    """Run the long proof of a promise, then each of its sabotages."""
    words, tests = PROMISES[promise]
    print(f"{promise}  {words}", flush=True)
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as figures:
        began = time.monotonic()
        answered = run(ROOT, ["-n", "2", "--dist", "loadscope", *tests], {"PB_LONG": "yes", "PB_FIGURES": figures.name})
        told = [line.partition("\t")[2] for line in figures.read().splitlines() if line.startswith(f"{promise}\t")]
    proof = Proof(promise, answered.status == 0, time.monotonic() - began, told, answered.skipped)
    for one in (one for one in sabotages() if one.promise == promise):
        print(f"    sabotage: {one.what}", flush=True)
        proof.noticed.append((one, notices(one)))
    return proof


def notices(sabotage: Sabotage) -> bool:
    """Whether the tests that a sabotage names fail on a tree with that fault."""
    with tempfile.TemporaryDirectory(prefix="pb-sabotage-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        subprocess.run(["git", "apply", str(sabotage.patch)], cwd=tree, check=True)
        return run(tree, ["-n", "0", "--exitfirst", *sabotage.tests], {}).status == FAILED


@dataclass(frozen=True)
class Answer:
    """What pytest answered, and which tests it left out, with the reason that each gave."""

    status: int
    skipped: list[str]


def run(tree: Path, tests: list[str], more: dict[str, str]) -> Answer:
    """Run tests, with options of pytest, in a tree with its own code."""
    # Tests start programs of their own, which must come from the same tree.
    surroundings = os.environ | more | {"PYTHONPATH": str(tree)}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-rs",
        "-p",
        "no:cacheprovider",
        "-n",
        "2",
        "--dist",
        "loadscope",
        "--timeout",
        "3600",
        *tests,
    ]
    answered = subprocess.run(command, cwd=tree, env=surroundings, capture_output=True, text=True, check=False)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n===== {' '.join(tests)}\n{answered.stdout}{answered.stderr}")
    left_out = re.findall(r"^SKIPPED \[(\d+)\] \S+ (.+)$", answered.stdout, re.MULTILINE)
    return Answer(answered.returncode, [f"{number} left out here: {why}" for number, why in left_out])


def lines_of(proof: Proof) -> list[str]:
    """How it went with one promise: its figures, and each sabotage."""
    return [
        f"\n{proof.promise}  {PROMISES[proof.promise][0]}: {'holds' if proof.held else 'DOES NOT HOLD'}",
        *(f"      {one}" for one in proof.figures),
        # A proof that had no browser or no second database to run on has proved less, and says so.
        *(f"      {one}" for one in proof.skipped),
        *(f"      {'noticed' if seen else 'NOT NOTICED'}: {one.what}" for one, seen in proof.noticed),
        f"      {proof.seconds:.0f} s",
    ]


def table(proofs: list[Proof]) -> str:
    """What is printed in the end."""
    lines = [line for proof in proofs for line in lines_of(proof)]
    bad = [proof.promise for proof in proofs if not proof.good]
    told = sum(len(proof.noticed) for proof in proofs)
    end = f"NOT PROVED: {', '.join(bad)}" if bad else f"{len(proofs)} promises hold, {told} sabotages noticed"
    return "\n".join([*lines, "", end])


if __name__ == "__main__":
    sys.exit(main())
