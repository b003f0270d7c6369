"""What whoever holds keys does: from a person to the slot, from the slot to the commit."""

import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from pb.keys import sealing
from pb.keys.round_keys import RoundKeys


def key_candidates(folder):
    """Every pair of pepper and link key that may be hidden in a folder: files of rounds, and any 32 bytes of others."""
    found = []
    for file in sorted(Path(folder).rglob("*")):
        body = file.read_bytes() if file.is_file() else b""
        if file.suffix == ".json":
            held = json.loads(body)
            found.append((bytes.fromhex(held["pepper"]), bytes.fromhex(held["link"])))
        elif len(body) >= 32:
            found += [(body[at : at + 32], body[at : at + 32]) for at in range(0, len(body) - 31, 32)]
    return found


def by_keys(watcher, evidence, finder, candidates):
    """A guess from keys: each person's slot under each candidate, and the commit that lies in it."""
    voters, urn = _voters(evidence), _urn(evidence)
    guess = {one.reference: set() for one in watcher.comings}
    for pepper, link in candidates:
        keys = RoundKeys(pepper, link, _NOBODYS.public_key(), _NOBODYS)
        for one in watcher.comings:
            digest = sealing.code_digest(keys, watcher.round_id, str(one.code))
            for voter in voters.get(one.reference, set()) | voters.get(digest, set()):
                guess[one.reference] |= _won(keys, watcher, finder, urn, sealing.slot(keys, voter))
    return guess


def _won(keys, watcher, finder, urn, slot):
    found = {slot} & finder.prizes.keys()
    for enc_commit in urn.get(slot, ()):
        try:
            found |= {sealing.decrypt_commit(keys, watcher.round_id, enc_commit).hex()} & finder.prizes.keys()
        except sealing.Unreadable:
            continue
    return found


def _voters(evidence):
    """Voter ids by partner reference and by digest of the code, from every copy of the tables."""
    found = {}
    for row in _rows(evidence):
        if len(texts := [cell for cell in row.values() if isinstance(cell, str)]) >= 3:
            ids = {one for one in texts if len(one) == 32}
            for one in texts:
                found.setdefault(one, set()).update(ids)
    return found


def _urn(evidence):
    """Everything that lies beside a slot and may be an encrypted commit, by slot."""
    found = {}
    for row in _rows(evidence):
        sealed = [_unwritten(cell) for cell in row.values() if isinstance(cell, bytes | str)]
        sealed = [one for one in sealed if len(one) == ENCRYPTED]
        for cell in row.values() if sealed else ():
            if isinstance(cell, str) and len(cell) == 64:
                found.setdefault(cell, set()).update(sealed)
    return found


def _rows(evidence):
    return (row for rows in evidence.tables.values() for row in rows)


def _unwritten(cell):
    """Bytes, also where a copy of a table has them as digits."""
    if isinstance(cell, bytes):
        return cell
    digits = cell.removeprefix("\\\\x")
    try:
        return bytes.fromhex(digits) if digits != cell else b""
    except ValueError:
        return b""


ENCRYPTED = 12 + 32 + 16
"""Bytes of an encrypted commit: nonce, commit, tag."""

_NOBODYS = ec.generate_private_key(ec.SECP256R1())
