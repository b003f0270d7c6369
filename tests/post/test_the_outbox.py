"""Letters: written with the act, delivered afterwards, tried again when they fail, erased when they are sent."""

import email
import email.policy
import socketserver
import stat
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from pb.core.settings import read_settings
from pb.db.engines import Sessions
from pb.db.retention import Due
from pb.post import queries
from pb.post.actions import claim_letter, forget_letters, write_letter
from pb.post.delivery import deliver
from pb.post.rules import FIRST_WAIT, KEPT, LEASE, LONGEST_WAIT, MOST_TRIES, AddressUnfit, wait_after

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BODY = "Dear bidder,\n\nyour café – it is “admitted”: https://example.org/" + "x" * 120 + "\n"


class ActFails(Exception):
    """What the act of a letter fails with."""


class Conversation(socketserver.StreamRequestHandler):
    """One client of the small mail server below."""

    def handle(self):
        self.say(220, "ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper().partition(" ")[0]
            if verb == "EHLO":
                self.say(250, "mail.example")
            elif verb == "RCPT" and "refused" in line:
                self.say(550, "no such person")
            elif verb == "DATA":
                self.take_letter()
            elif verb == "QUIT":
                self.say(221, "bye")
                return
            else:
                self.say(250, "ok")

    def take_letter(self):
        self.say(354, "go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        self.say(250, "taken")

    def say(self, code, words):
        self.wfile.write(f"{code} {words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Takes letters on a free local port, but refuses every recipient with "refused" in the address."""

    allow_reuse_address = True
    block_on_close = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters = []

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def mail_server():
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(tmp_path):
    return read_settings({"PB_HOME": str(tmp_path / "home"), "PB_MAIL_FROM": "Pot <pot@example.org>"})


def with_settings(tmp_path, **more):
    return read_settings({"PB_HOME": str(tmp_path / "home"), "PB_MAIL_FROM": "Pot <pot@example.org>", **more})


def write(sessions, to="amal@example.org", subject="Your bid", body=BODY, now=NOW):
    with sessions.write() as session:
        return write_letter(session, to, subject, body, now)


def read(sessions, letter_id):
    with sessions.read() as session:
        return queries.one(session, letter_id)


def files(settings):
    return sorted((settings.home / "letters").glob("*"))


def test_a_letter_is_written_to_a_file_of_its_owner_alone_where_no_server_is_set(sessions, settings):
    letter_id = write(sessions)
    assert deliver(sessions, settings, NOW + MINUTE) == 1
    (file,) = files(settings)
    assert file.name == f"20260302T093000-{letter_id}.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (letter["From"], letter["To"], letter["Subject"]) == (
        "Pot <pot@example.org>",
        "amal@example.org",
        "Your bid",
    )
    assert letter["Message-ID"] == f"<{letter_id}@example.org>"
    assert letter.get_content() == BODY


def test_a_sent_letter_is_sent_once_and_says_nothing_any_more(sessions, settings):
    letter_id = write(sessions)
    deliver(sessions, settings, NOW + MINUTE)
    letter = read(sessions, letter_id)
    assert (letter.sent_at, letter.tries, letter.body, letter.fault) == (NOW + MINUTE, 1, "", "")
    assert deliver(sessions, settings, NOW + timedelta(days=1)) == 0
    assert len(files(settings)) == 1


def test_a_demonstration_keeps_what_its_letters_say(sessions, tmp_path):
    letter_id = write(sessions)
    assert deliver(sessions, with_settings(tmp_path, PB_DEMO="yes"), NOW) == 1
    assert read(sessions, letter_id).body == BODY


def test_a_letter_of_an_act_that_fails_is_never_sent(sessions, settings):
    def act_that_fails():
        with sessions.write() as session:
            write_letter(session, "amal@example.org", "Your bid", BODY, NOW)
            raise ActFails

    with pytest.raises(ActFails):
        act_that_fails()
    assert deliver(sessions, settings, NOW) == 0


@pytest.mark.parametrize(
    "address",
    ["", "amal", "amal@", "a b@example.org", "a@b@example.org", "a@example.org\nBcc: b@example.org", "a,b@example.org",
     "Amal <a@example.org>", "ämal@example.org", "a@" + "e" * 260],
)  # fmt: skip
def test_what_is_not_one_plain_address_is_refused(address):
    with pytest.raises(AddressUnfit):
        write_letter(None, address, "Your bid", BODY, NOW)


def test_a_subject_stays_on_one_line_and_is_cut_where_it_is_too_long(sessions, settings):
    letter_id = write(sessions, subject="Your bid\r\nBcc: someone@example.org " + "é" * 300)
    letter = read(sessions, letter_id)
    assert letter.subject.startswith("Your bid Bcc: someone@example.org é")
    assert (len(letter.subject), letter.subject[-1]) == (200, "…")
    assert deliver(sessions, settings, NOW) == 1
    sent = email.message_from_bytes(files(settings)[0].read_bytes(), policy=email.policy.default)
    assert sent["Bcc"] is None
    assert sent["Subject"] == letter.subject


def test_a_letter_that_cannot_be_written_stays_and_is_tried_again_later(sessions, settings):
    letter_id = write(sessions)
    settings.home.mkdir()
    (settings.home / "letters").write_text("in the way")
    assert deliver(sessions, settings, NOW) == 0
    letter = read(sessions, letter_id)
    assert (letter.sent_at, letter.tries, letter.body) == (None, 1, BODY)
    assert letter.fault.startswith("FileExistsError")
    (settings.home / "letters").unlink()
    assert deliver(sessions, settings, NOW + FIRST_WAIT - timedelta(seconds=1)) == 0
    assert deliver(sessions, settings, NOW + FIRST_WAIT) == 1
    assert read(sessions, letter_id).fault == ""


def test_waits_double_up_to_six_hours():
    assert [wait_after(tries) // MINUTE for tries in (1, 2, 3, 9, 10, MOST_TRIES)] == [1, 2, 4, 256, 360, 360]
    assert wait_after(10_000) == LONGEST_WAIT


def test_a_letter_that_never_arrives_is_given_up_and_shown(sessions, settings):
    letter_id = write(sessions)
    settings.home.mkdir()
    (settings.home / "letters").write_text("in the way")
    for hours in range(0, 14 * 24, 6):
        deliver(sessions, settings, NOW + timedelta(hours=hours))
    assert read(sessions, letter_id).tries == MOST_TRIES
    with sessions.read() as session:
        assert [letter.id for letter in queries.stuck(session)] == [letter_id]


def test_letters_are_kept_thirty_days(sessions):
    old, new = write(sessions), write(sessions, now=NOW + timedelta(days=1))
    for now, due, kept in ((NOW + KEPT - MINUTE, 0, True), (NOW + KEPT, 1, False)):
        with sessions.write() as session:
            assert queries.letters_due(session, now).rows == due
            forget_letters(session, now)
        assert (read(sessions, old) is not None) is kept
    assert read(sessions, new) is not None
    with sessions.read() as session:
        assert queries.letters_due(session, NOW + KEPT) == Due(0, NOW + timedelta(days=1) + KEPT)


def test_the_outbox_shows_the_newest_first(sessions):
    old, new = write(sessions), write(sessions, now=NOW + MINUTE)
    with sessions.read() as session:
        assert [letter.id for letter in queries.outbox(session)] == [new, old]
        assert [letter.id for letter in queries.outbox(session, most=1)] == [new]


def test_two_processes_at_once_send_each_letter_once(sessions, mail_server, tmp_path):
    settings = with_settings(tmp_path, PB_SMTP_URL=mail_server.url)
    ids = {write(sessions, to=f"bidder{number}@example.org") for number in range(20)}
    processes = [Sessions(sessions.url) for _ in range(4)]
    sent, faults = [], []

    def run(own):
        try:
            sent.append(deliver(own, settings, NOW))
        except Exception as problem:  # noqa: BLE001 - a thread's error would be lost
            faults.append(problem)

    threads = [threading.Thread(target=run, args=(own,)) for own in processes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in processes:
        own.close()
    assert faults == []
    assert sum(sent) == 20
    assert Counter(letter["Message-ID"] for letter in mail_server.letters) == {f"<{one}@example.org>": 1 for one in ids}


def test_a_letter_in_the_hands_of_a_process_that_died_is_sent_by_the_next(sessions, settings):
    letter_id = write(sessions)
    with sessions.write() as session:
        assert claim_letter(session, letter_id, NOW).id == letter_id
    assert deliver(sessions, settings, NOW + LEASE - timedelta(seconds=1)) == 0
    assert deliver(sessions, settings, NOW + LEASE) == 1


def test_a_letter_goes_by_the_mail_server_where_one_is_set(sessions, mail_server, tmp_path):
    settings = with_settings(tmp_path, PB_SMTP_URL=mail_server.url)
    write(sessions)
    assert deliver(sessions, settings, NOW) == 1
    (letter,) = mail_server.letters
    assert (letter["To"], letter["Auto-Submitted"]) == ("amal@example.org", "auto-generated")
    assert letter.get_content().replace("\r\n", "\n") == BODY
    assert not (settings.home / "letters").exists()


def test_one_refused_recipient_does_not_hold_up_the_others(sessions, mail_server, tmp_path):
    settings = with_settings(tmp_path, PB_SMTP_URL=mail_server.url)
    refused = write(sessions, to="refused@example.org")
    write(sessions, to="amal@example.org", now=NOW + MINUTE)
    assert deliver(sessions, settings, NOW + MINUTE) == 1
    letter = read(sessions, refused)
    assert (letter.sent_at, letter.tries) == (None, 1)
    assert "no such person" in letter.fault


def test_a_server_that_cannot_be_reached_is_asked_once_and_not_for_each_letter(sessions, mail_server, tmp_path):
    with MailServer() as gone:
        settings = with_settings(tmp_path, PB_SMTP_URL=gone.url)
    ids = [write(sessions, now=NOW + timedelta(seconds=number)) for number in range(3)]
    assert deliver(sessions, settings, NOW + MINUTE) == 0
    assert [read(sessions, one).tries for one in ids] == [1, 0, 0]
    settings = with_settings(tmp_path, PB_SMTP_URL=mail_server.url)
    assert deliver(sessions, settings, NOW + 2 * MINUTE) == 3


def test_a_password_is_never_sent_to_a_server_without_tls(sessions, mail_server, tmp_path):
    with_password = mail_server.url.replace("smtp://", "smtp://pot:secret@")
    letter_id = write(sessions)
    assert deliver(sessions, with_settings(tmp_path, PB_SMTP_URL=with_password), NOW) == 0
    assert mail_server.letters == []
    assert read(sessions, letter_id).fault.startswith("PasswordWouldBeBare")
    assert "secret" not in read(sessions, letter_id).fault
