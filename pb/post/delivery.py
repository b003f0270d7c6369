"""Delivering letters: after the commit that wrote them, each in transactions of its own.

A letter is claimed before it is sent and marked after. A process that dies in between leaves it to be sent again when
the claim lapses: rather twice than never; both have one Message-ID, by which mail programs know them for one.
"""

import os
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from pb.core.settings import Settings
from pb.db.engines import Sessions
from pb.post import actions, queries
from pb.post.queries import LetterView

AT_ONCE = 50
TIMEOUT_SECONDS = 10
SMTP_PORT, SUBMISSION_OVER_TLS_PORT = 25, 465

Carrier = Callable[[LetterView], None]


class PasswordWouldBeBare(OSError):
    """The mail server offers no TLS, so the user name and password of PB_SMTP_URL are not sent to it."""


def deliver(sessions: Sessions, settings: Settings, now: datetime) -> int:
    """Send the letters that are due.

    A letter that fails stays and is tried again, after a minute at first and ever longer waits. Where the mail server
    cannot be reached at all, the rest waits for the next call.

    Returns: how many were sent.
    """
    with sessions.read() as session:
        due = queries.due(session, now, AT_ONCE)
    carry = _by_smtp(settings) if settings.smtp_url else _into_folder(settings)
    sent = 0
    for letter_id in due:
        with sessions.write() as session:
            letter = actions.claim_letter(session, letter_id, now)
        if letter is None:
            continue
        fault = _fault(carry, letter)
        with sessions.write() as session:
            if fault is None:
                actions.note_sent(session, letter.id, now, keep_body=settings.demo)
                sent += 1
            else:
                actions.note_failed(session, letter, _words(fault), now)
        if fault is not None and not _concerns_one_letter(fault):
            break
    return sent


def as_email(letter: LetterView, sender: str, encoding: str) -> EmailMessage:
    """The letter as a plain-text email; `encoding` is the transfer encoding of its body."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.id}@{parseaddr(sender)[1].partition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte=encoding)
    return message


def _fault(carry: Carrier, letter: LetterView) -> Exception | None:
    try:
        carry(letter)
    except (OSError, ValueError) as fault:  # smtplib's errors are OSErrors; ValueError: a header that cannot be written
        return fault
    return None


def _concerns_one_letter(fault: Exception) -> bool:
    return isinstance(fault, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | ValueError)


def _words(fault: Exception) -> str:
    return f"{type(fault).__name__}: {fault}"


def _into_folder(settings: Settings) -> Carrier:
    folder = settings.home / "letters"

    def carry(letter: LetterView) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = folder / f"{letter.written_at:%Y%m%dT%H%M%S}-{letter.id}.eml"
        _write_whole(file, as_email(letter, settings.mail_from, "8bit").as_bytes())

    return carry


def _write_whole(file: Path, content: bytes) -> None:
    """Readers of the folder see a letter whole or not at all; it may hold a code, so it is its owner's alone."""
    growing = file.with_suffix(".part")
    growing.unlink(missing_ok=True)
    with os.fdopen(os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
    growing.replace(file)


def _by_smtp(settings: Settings) -> Carrier:
    server = urlsplit(settings.smtp_url)

    def carry(letter: LetterView) -> None:
        message = as_email(letter, settings.mail_from, "quoted-printable")
        with _connect(server) as connection:
            _secure(connection, server)
            connection.send_message(message)

    return carry


def _connect(server: SplitResult) -> smtplib.SMTP:
    name = server.hostname or "localhost"
    if server.scheme == "smtps":
        port, context = server.port or SUBMISSION_OVER_TLS_PORT, ssl.create_default_context()
        return smtplib.SMTP_SSL(name, port, timeout=TIMEOUT_SECONDS, context=context)
    return smtplib.SMTP(name, server.port or SMTP_PORT, timeout=TIMEOUT_SECONDS)


def _secure(connection: smtplib.SMTP, server: SplitResult) -> None:
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
    if not server.username:
        return
    if not isinstance(connection.sock, ssl.SSLSocket):
        raise PasswordWouldBeBare("the mail server offers no TLS, so PB_SMTP_URL's password was not sent to it")
    connection.login(unquote(server.username), unquote(server.password or ""))
