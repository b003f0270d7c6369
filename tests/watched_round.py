"""A round as somebody sees it who stands at the door and later holds all that is stored.

People vote one after the other on the pages of the served program, some of them twice. Backups are taken while they
vote, before the reveal and after it; the keys are copied before they are destroyed, for the attacker who has them.
"""

import contextlib
import logging
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from desk_rounds import AFTER, CARERS, DURING, ENDS, YOUNG, make_desk_round
from figures import often
from installations import make_installation, plain
from linkage_attack.knowledge import Coming, Watcher, ballots, envelopes
from linkage_attack.reading import Evidence, ServerFiles
from sqlalchemy import update

from pb.ballots import queries
from pb.ballots.actions.reissue import reissue
from pb.keys import sealing
from pb.people.rules import Kind
from pb.roll import actions as roll
from pb.roll import queries as voters
from pb.roll.rules import RollRow, grouped
from pb.rounds.models import Round
from pb.rounds.rules.phases import Phase

PEOPLE = often(40, 400)

AGAIN = 7
"""Every so-manieth person votes a second time."""

TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@dataclass
class Watched:
    """What the attacker may be given, and the truth by which the guesses are scored."""

    here: object
    sessions: object
    folder: Path
    watcher: Watcher
    ballots: list
    envelopes: list
    own_ballot: dict
    own_envelope: dict
    server_files: object
    backups: dict
    hidden: list

    def evidence(self, *, changes=False):
        """Everything that is left after the reveal: the data folder, every backup, every line that was logged.

        And the files of the database's server; with `changes` its log of them, which is long.
        """
        found = Evidence().add_folder("home", self.here.home).add_folder("logs", self.folder / "logs")
        for label, place in self.backups.items():
            found.add_folder(label, place)
        if not self.here.is_sqlite:
            found.add_postgresql("database", self.here.settings.database_url)
        if self.server_files:
            url = plain(self.here.settings.database_url)
            found.files |= self.server_files.tables(url) | (self.server_files.changes(url) if changes else {})
        return found

    def backup(self, label):
        """What somebody has who found one backup."""
        return Evidence().add_folder(label, self.backups[label])

    def left_in_the_house(self):
        """What is left after the reveal, without the backups that were made before it."""
        found = Evidence().add_folder("home", self.here.home).add_folder("logs", self.folder / "logs")
        found.add_folder("backup after", self.backups["backup after"])
        if not self.here.is_sqlite:
            found.add_postgresql("database", self.here.settings.database_url)
        if self.server_files:
            found.files |= self.server_files.tables(plain(self.here.settings.database_url))
        return found

    @property
    def keys_before(self):
        """A copy of the key folder made before anything was destroyed."""
        return self.folder / "stolen keys"


@contextlib.contextmanager
def served(here, folder):
    """The program as an operator serves it, every word of it kept; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, **here.environment, "PB_PORT": str(port), "PB_PUBLIC_URL": address}
    with (folder / "logs" / "server.log").open("ab") as log:
        command = [str(Path(sys.executable).parent / "pb"), "serve"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{address}/help", trust_env=False)
                break
            assert process.poll() is None, (folder / "logs" / "server.log").read_text()
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def vote(client, code, *chosen):
    """One person on the pages, without script; tells when the vote was sent."""
    client.cookies.clear()
    fields = {"form_token": TOKEN.search(client.get("/vote").text)[1], "voting_code": grouped(code), "draft": ""}
    assert client.post("/vote", data=fields).status_code == 303
    at = datetime.now(UTC)
    fields |= {"draft": " ".join(chosen), "envelope": secrets.token_hex(16), "choice": "vote"}
    answer = client.post("/vote/cast", data=fields)
    assert answer.headers.get("location") == "/vote/done", answer.text
    assert client.get("/vote/done").status_code == 200
    return at


@contextlib.contextmanager
def logged(file):
    """Every line that any part of the program logs, at the levels that it has."""
    handler, root = logging.FileHandler(file), logging.getLogger()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


def watched_round(database_url, folder, people=PEOPLE):
    """A whole round of so many people, half of them young, as the attacker finds it: while the program still runs."""
    here = make_installation(database_url, folder, keys=folder / "keys", backups=folder / "backups")
    (folder / "logs").mkdir()
    server_files = None if here.is_sqlite else ServerFiles.of(plain(here.settings.database_url))
    sessions = here.opened()
    desk = make_desk_round(sessions, here.keys, phase=Phase.REVIEW, young=0, carers=0)
    codes = _issue(desk, people)
    desk.agree(Kind.OPEN_VOTING)
    backups = {}
    comings = _vote(desk, here, folder, codes, backups)
    with logged(folder / "logs" / "house.log"):
        truth, urn, hidden = _count(desk, here, folder, comings, backups)
    with sessions.read() as session:
        published = queries.opened_ballots(session, desk.id)
    public = (here.keys.signing_public().hex(), here.keys.signing_public().hex()[:32])
    return Watched(
        here=here,
        sessions=sessions,
        folder=folder,
        watcher=Watcher(tuple(comings), desk.id, public),
        ballots=ballots(published),
        envelopes=envelopes(urn),
        own_ballot={reference: commit for reference, (_, commit) in truth.items()},
        own_envelope={reference: slot for reference, (slot, _) in truth.items()},
        server_files=server_files,
        backups=backups,
        hidden=hidden,
    )


def _issue(desk, people):
    """Put invented people on the roll; one of them loses the letter and gets another code."""
    rows = [RollRow(f"REF-{secrets.token_hex(6)}", (YOUNG, CARERS)[at % 2]) for at in range(people)]
    with desk.sessions.write() as session:
        issued = roll.import_roll(session, desk.keys, desk.id, rows, desk.ada.actor, AFTER)
        again = reissue(session, desk.keys, desk.id, rows[0].partner_ref, desk.ada.actor, AFTER)
    return [again if one.partner_ref == again.partner_ref else one for one in issued]


def _vote(desk, here, folder, codes, backups):
    """Everybody votes in an order of chance, some come back; the first backup is taken when two thirds are over."""
    chosen = {one.partner_ref: ("1", "2") if one.electorate == YOUNG else ("3", "4") for one in codes}
    visits, times = _visits(codes), {}
    _set(desk, voting_closes_at=datetime.now(UTC) + timedelta(days=1))
    with served(here, folder) as address, httpx.Client(base_url=address, trust_env=False) as client:
        client.headers["Origin"] = address
        for at, one in enumerate(visits):
            if at == len(visits) * 2 // 3:
                backups["backup while voting"] = here.back_up(DURING)
                here.do("ANALYZE")  # databases do it by themselves, and quote values in their statistics
            marks = chosen[one.partner_ref] if one.partner_ref not in times else (str(1 + at % 4),)
            times.setdefault(one.partner_ref, []).append(vote(client, one.code, *marks))
    _set(desk, voting_closes_at=ENDS)
    return [Coming(one.partner_ref, one.code, one.electorate, tuple(times[one.partner_ref])) for one in codes]


def _visits(codes):
    """Who comes when; whoever comes back does so some time after the first vote."""
    chance, visits = secrets.SystemRandom(), list(codes)
    chance.shuffle(visits)
    for one in visits[::AGAIN]:
        visits.insert(chance.randint(visits.index(one) + 1, len(visits)), one)
    return visits


def _count(desk, here, folder, comings, backups):
    """From the close to the reveal; gives the truth while there are keys to work it out, and what must be gone."""
    desk.run_clock(ENDS)
    shutil.copytree(here.settings.keys, folder / "stolen keys")
    with desk.sessions.read() as session:
        urn = queries.urn_rows(session, desk.id)
    truth = _truth(desk, comings, {row.slot: row.enc_commit for row in urn})
    keys = desk.keys.round(desk.id)
    hidden = [one.encode() for coming in comings for one in (coming.reference, str(coming.code), grouped(coming.code))]
    hidden += [keys.link, keys.pepper, keys.link.hex().encode(), keys.pepper.hex().encode()]
    hidden += [mark for row in urn for mark in (row.slot.encode(), row.envelope_id.encode(), row.enc_commit[:24])]
    desk.agree(Kind.SEAL_LIST, now=AFTER)
    desk.throw()
    desk.agree(Kind.OPEN_URN, now=AFTER)
    backups["backup before the reveal"] = here.back_up(AFTER)
    desk.explain()
    desk.agree(Kind.PUBLISH, now=AFTER)
    desk.run_clock(AFTER)
    assert desk.phase is Phase.PUBLISHED
    backups["backup after"] = here.back_up(AFTER + timedelta(days=1))
    return truth, urn, hidden


def _truth(desk, comings, urn):
    """Slot and commit of everybody's ballot, by the keys of the round."""
    keys, found = desk.keys.round(desk.id), {}
    with desk.sessions.read() as session:
        for one in comings:
            slot = sealing.slot(keys, voters.voter_by_code(session, desk.keys, desk.id, one.code).voter_id)
            found[one.reference] = slot, sealing.decrypt_commit(keys, desk.id, urn[slot]).hex()
    return found


def _set(desk, **values):
    with desk.sessions.write() as session:
        session.execute(update(Round).where(Round.id == desk.id).values(**values))
