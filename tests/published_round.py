"""A round of ours as its terms and ballots, for tests of what is published of it."""

import hashlib
from copy import deepcopy

from pb.seal import bundle, canonical, chain, listing
from pb.seal import commit as commits
from pb.tally.explained import case_of, explain
from pb.tally.export import Cast, round_file
from pb.tally.published import (
    compared,
    comparison_names,
    election_of,
    measures_of,
    money_of,
    rule_of,
    uncounted,
    votes_of,
)
from pb.tally.rules import Rule, count
from pb.tally.ties import lot_seed

ROUND_ID = "0123456789abcdef0123456789abcdef"
DICE = "27182818284590452353"
SALT = "5a" * 32
PROPOSALS = [
    ("1", 60_000, "A quiet room"),
    ("2", 45_000, "Swings; for all"),
    ("3", 45_000, "“Saturday” club"),
    ("4", 30_050, "Sign-posts"),
]
SIGNING_SEED = bytes(range(32))
SIGNING_KEY = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
"""The installation of the tests, and its public key."""
YOUNG, CARERS = "young-people", "parent-carers"


def terms(*, kind="approval", limit=3, most=0, rule=None, floor=10, pot=120_000, version=bundle.NEWEST):
    """The value of `round.json`: 4 proposals, a pot of two contributions, two electorates of a half each."""
    return {
        "contributions": [
            {"agency": "Brookfield Council", "pence": pot - 20_000},
            {"agency": "Health Trust", "pence": 20_000},
        ],
        "format": bundle.FORMATS[version],
        "id": ROUND_ID,
        "keys": {"round": "ab" * 32, "signing": SIGNING_KEY},
        "name": "Spring 2026",
        "pot_pence": pot,
        "proposals": [{"cost_pence": cost, "id": name, "title": title} for name, cost, title in PROPOSALS],
        "roll": {CARERS: 40, YOUNG: 40},
        "rules": {
            "ballot": {"kind": kind, "limit": limit, "most": most},
            "disclosure_floor": floor,
            "electorates": [
                {"id": CARERS, "label": "Parent carers", "share": "1/2"},
                {"id": YOUNG, "label": "Young people", "share": "1/2"},
            ],
            "lot": "pb/lot/v1",
            "rule": (rule or Rule()).as_json(),
            "weight_factor": 3,
        },
        "v": version,
    }


def with_restrictions(frozen):
    """The same round, in which the trust's money may fund health or play only, and a third gift one bid of the north.

    Nothing on the ballot is of the kind that a fourth gift is for.
    """
    labels = {"1": ["health", "north"], "2": ["play", "south"], "3": ["play"], "4": ["north"]}
    council, trust = frozen["contributions"]
    gifts = [council, {**trust, "only": ["health", "play"]}]
    gifts += [{"agency": "Brookfield Council", "only": ["health", "play", "north"], "pence": 30_000}]
    gifts += [{"agency": "Schools Trust", "only": ["art"], "pence": 5_000}]
    kinds = {"art": "theme", "health": "theme", "north": "area", "play": "theme", "south": "area"}
    named = [{"id": name, "kind": kind, "label": name.capitalize()} for name, kind in kinds.items()]
    return {
        **frozen,
        "contributions": gifts,
        "pot_pence": sum(gift["pence"] for gift in gifts),
        "proposals": [{**project, "labels": labels[project["id"]]} for project in frozen["proposals"]],
        "rules": {**frozen["rules"], "labels": named},
    }


def marks(kind, chosen):
    """Marks for the projects of a word, by the kind of ballot: first more stars, or ranked first."""
    if kind == "stars":
        return {"stars": {name: 3 - place for place, name in enumerate(chosen)}}
    if kind == "faces":
        wanted = {name: "bit" if place else "yes" for place, name in enumerate(chosen)}
        return {"faces": {name: "no" for name in "24" if chosen} | wanted}
    return {"chosen" if kind == "approval" else "ranked": list(chosen)}


CHOICES = [
    *((YOUNG, chosen) for chosen in ["12", "13", "1", "24", "2", "12", "3", "14", "", "123", "2", "1"]),
    *((CARERS, chosen) for chosen in ["3", "34", "13", "3", "4", "34", "2", "3", "43", "1", "", "3", "31", "4"]),
]
"""Twelve young people and fourteen parent carers; one of each leaves the ballot blank."""


def opened(kind="approval", choices=CHOICES):
    """The opened ballots, (commit, nonce, marks, electorate) in the order of commits; nonces are hashes of numbers."""
    found = []
    for number, (electorate, chosen) in enumerate(choices):
        nonce = hashlib.sha256(f"nonce {number}".encode()).hexdigest()
        marked = marks(kind, chosen)
        commit = commits.commit(commits.body_of(ROUND_ID, marked, nonce))
        found.append((commit, nonce, marked, electorate))
    return sorted(found, key=lambda ballot: ballot[0])


def sign(text):
    """The Ed25519 signature of the tests' own installation: the same for the same text, always."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(SIGNING_SEED).sign(text)


def sign_wrongly(text):
    """What somebody without the key can write in its place."""
    return hashlib.sha512(text).digest()


def record_lines(acts, round_id=ROUND_ID):
    """Chained lines of the record from (verb, facts) in order."""
    lines, previous = [], chain.START
    for seq, (verb, facts) in enumerate(acts, 1):
        body = {
            "actor": "Ada (Brookfield Council)",
            "at": f"2026-03-{seq:02}T10:00:00.000000Z",
            "chain": round_id,
            "facts": facts,
            "seq": seq,
            "verb": verb,
        }
        own = chain.link(previous, body)
        lines.append({**body, "hash": own, "previous": previous})
        previous = own
    return lines


def values_of_round(frozen, ballots):
    """Every file of the bundle of a round as a value, by name; `round.pb` as text."""
    pairs = [(commit, electorate) for commit, _, _, electorate in ballots]
    salt = SALT if frozen["v"] > 1 else ""
    list_hash = listing.list_hash(pairs, salt)
    seed = lot_seed(list_hash, DICE)
    votes = votes_of(frozen, [(marked, electorate) for _, _, marked, electorate in ballots])
    outcome = count(election_of(frozen, seed, votes), rule_of(frozen))
    version = frozen["v"]
    compared_with = {name: compared(name, frozen, seed, votes).as_json() for name in comparison_names(frozen)}
    signature = sign(canonical.encode({"list": list_hash, "round": ROUND_ID})).hex()
    record = record_lines(
        [
            ("RoundCreated", {"name": frozen["name"]}),
            ("VotingOpened", {"rules_hash": hashlib.sha256(canonical.encode(frozen)).hexdigest()}),
            ("ListSealed", {"ballots": len(pairs), "hash": list_hash, "signature": signature}),
            ("DiceThrown", {"dice": DICE}),
            ("UrnOpened", {"opened": len(ballots), "repeated": 0, "unreadable": 0}),
            ("ResultCounted", {"cost": outcome.cost, "winners": outcome.winners}),
        ]
    )
    codes = commits.trackers(commit for commit, *_ in ballots)
    casts = [Cast(codes[commit], electorate, marked) for commit, _, marked, electorate in ballots]
    turnout = {group["id"]: {"ballots": 0, "blank": 0} for group in frozen["rules"]["electorates"]}
    for points, electorate in votes:
        turnout[electorate]["ballots"] += 1
        turnout[electorate]["blank"] += not points
    values = {
        bundle.ROUND: frozen,
        bundle.LIST: {
            "dice": DICE,
            "hash": list_hash,
            "pairs": [list(pair) for pair in sorted(pairs)],
            "seed": seed,
            "signature": signature,
            "v": version,
            **({"salt": salt} if salt else {}),
        },
        bundle.BALLOTS: [{"commit": commit, "marks": marked, "nonce": nonce} for commit, nonce, marked, _ in ballots],
        bundle.RESULT: {
            "ballots": "included",
            "comparisons": compared_with,
            "outcome": outcome.as_json(),
            "record": {"entries": len(record), "head": record[-1]["hash"]},
            "turnout": turnout,
            "v": version,
        },
        bundle.SUMS: {
            "cast": len(pairs),
            "opened": len(ballots),
            "received": len(pairs) + 3,
            "repeated": 0,
            "replaced": 2,
            "spoilt": 1,
            "unreadable": 0,
            "v": version,
        },
        bundle.RECORD: record,
        bundle.PABULIB: round_file(frozen, seed, casts, outcome.winners),
    }
    return values if version == 1 else with_what_follows(values, seed, votes, outcome)


def with_what_follows(values, seed, votes, outcome):
    """What the second format has besides: whose money, how well voters are served, and the explanations."""
    frozen, turnout = values[bundle.ROUND], values[bundle.RESULT]["turnout"].values()
    case = case_of(frozen, seed, votes, outcome)
    told = {project["id"]: explain(case, project["id"]) for project in frozen["proposals"]}
    figures = (sum(group["ballots"] for group in turnout), sum(group["blank"] for group in turnout))
    result = {
        **values[bundle.RESULT],
        "measures": measures_of(election_of(frozen, seed, votes), outcome),
        "money": money_of(frozen, outcome.order),
        "uncounted": uncounted(frozen, *figures),
    }
    return {**values, bundle.RESULT: result, bundle.EXPLANATIONS: {"projects": told, "v": frozen["v"]}}


def withheld(values):
    """The same round as the public may see it where an electorate is small."""
    version = values[bundle.ROUND]["v"]
    found = {name: value for name, value in deepcopy(values).items() if name not in bundle.with_ballots(version)}
    listed = found[bundle.LIST]
    if version > 1:
        listed["pairs"] = [list(pair) for pair in listing.veiled(map(tuple, listed["pairs"]), listed["salt"])]
        listed["salt"] = ""
    else:
        listed["pairs"] = sorted([commit, ""] for commit, _ in listed["pairs"])
    result = found[bundle.RESULT]
    outcome = {"cost": result["outcome"]["cost"], "winners": result["outcome"]["winners"]}
    found[bundle.RESULT] = {**result, "ballots": "withheld", "comparisons": {}, "outcome": outcome, "turnout": {}}
    if version > 1:
        why = uncounted(found[bundle.ROUND], len(found[bundle.LIST]["pairs"]), 0)
        found[bundle.RESULT] |= {"measures": {}, "money": {}, "uncounted": why}
    return found


def files_of(values):
    """The files of these values, by name."""
    return {
        name: value.encode() if isinstance(value, str) else bundle.write_file(name, value)
        for name, value in values.items()
    }


def packed(values, signer=sign):
    """The bundle of these values, its manifest and signature made to fit."""
    return bundle.write_bundle(files_of(values), signer)
