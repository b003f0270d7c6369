"""Every setting of the installation, read once from the environment; `docs/settings.md` lists them all."""

import ipaddress
import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class BadSetting(ValueError):
    """A setting has a value that cannot be used; the message names it and says what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may choose. Every field has a default that works on a fresh machine.

    Attributes:
        home: folder of the data (database, outgoing letters, demonstration codes).
        keys: the key folder; backed up apart from `home`, never together.
        backups: where `pb backup` and migrations put backups when nothing else is said.
        host: address that `pb serve` listens on.
        port: TCP port that `pb serve` listens on.
        database_url: SQLAlchemy address of the database.
        public_url: address under which people reach the site; https turns on secure cookies.
        smtp_url: smtp://user:password@host:port or smtps://…; empty writes letters to `home/letters`.
        mail_from: sender of letters.
        phone: number of the people who help, as it is read out; empty where there is none.
        email: address of the people who help; empty where there is none.
        demo: show the demonstration's outbox page and mark the site as a demonstration.
        trusted_proxies: addresses and networks whose X-Forwarded-For header is believed.
        tts: a program that reads words aloud, with its arguments; empty where there is none.
    """

    home: Path
    keys: Path
    backups: Path
    host: str
    port: int
    database_url: str
    public_url: str
    smtp_url: str
    mail_from: str
    phone: str
    email: str
    demo: bool
    trusted_proxies: tuple[str, ...]
    tts: tuple[str, ...]

    @property
    def secure(self) -> bool:
        """Whether people reach the site over TLS, so that cookies may be marked secure."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str] | None = None, home: Path | None = None) -> Settings:
    """Read the settings from `PB_*`; a missing or empty variable means its default.

    Args:
        environment: where the variables are; the process's own if it is left out.
        home: a data folder that stands in the place of `PB_HOME`.

    Raises:
        BadSetting: a value cannot be used.
    """
    env = os.environ if environment is None else environment
    home = (home or Path(env.get("PB_HOME") or "var")).resolve()
    host, port = env.get("PB_HOST") or "127.0.0.1", _port(env.get("PB_PORT") or "8000")
    return Settings(
        home=home,
        keys=Path(env.get("PB_KEYS") or home / "keys").resolve(),
        backups=Path(env.get("PB_BACKUPS") or home / "backups").resolve(),
        host=host,
        port=port,
        database_url=_database_url(env.get("PB_DATABASE_URL") or f"sqlite:///{home / 'pb.sqlite3'}"),
        public_url=(env.get("PB_PUBLIC_URL") or f"http://{host}:{port}").rstrip("/"),
        smtp_url=env.get("PB_SMTP_URL") or "",
        mail_from=env.get("PB_MAIL_FROM") or "no-reply@localhost",
        phone=_phone(env.get("PB_PHONE") or ""),
        email=_email(env.get("PB_EMAIL") or ""),
        demo=_yes_or_no("PB_DEMO", env.get("PB_DEMO") or "no"),
        trusted_proxies=_networks(env.get("PB_TRUSTED_PROXIES") or ""),
        tts=_command(env.get("PB_TTS") or ""),
    )


def environment_for(settings: Settings) -> dict[str, str]:
    """The environment in which another process of the house finds the same data."""
    told = {"PB_HOME": settings.home, "PB_KEYS": settings.keys, "PB_DATABASE_URL": settings.database_url}
    return {**os.environ, **{name: str(value) for name, value in told.items()}}


def environment_for_others() -> dict[str, str]:
    """The environment for a program that is not of the house: our settings hold passwords, and none are in it."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}


def _networks(text: str) -> tuple[str, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    try:
        return tuple(str(ipaddress.ip_network(part)) for part in parts)
    except ValueError as fault:
        raise BadSetting(f"PB_TRUSTED_PROXIES is {text!r}: give addresses like 127.0.0.1 or 10.0.0.0/8") from fault


def _command(text: str) -> tuple[str, ...]:
    example = "like espeak-ng -v {language} -w {file}"
    try:
        parts = tuple(shlex.split(text))
    except ValueError as fault:
        raise BadSetting(f"PB_TTS is {text!r}: a quotation mark is not closed; give a command {example}") from fault
    if parts and not any("{file}" in part for part in parts[1:]):
        raise BadSetting(f"PB_TTS is {text!r}: it does not say where {{file}} stands; give a command {example}")
    return parts


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65_535:  # noqa: PLR2004 - the range of TCP ports
        raise BadSetting(f"PB_PORT is {text!r}: give a port number from 1 to 65535")
    return int(text)


def _phone(text: str) -> str:
    if text and not re.fullmatch(r"\+?[0-9][0-9 ]{3,28}[0-9]", text):
        raise BadSetting(f"PB_PHONE is {text!r}: give one telephone number in digits and spaces, like 01632 960 123")
    return text


def _email(text: str) -> str:
    if text and not re.fullmatch(r"[^\s@<>,;?&]+@[^\s@<>,;?&]+", text):
        raise BadSetting(f"PB_EMAIL is {text!r}: give one address, like choose@example.org")
    return text


def _yes_or_no(name: str, text: str) -> bool:
    if text not in {"yes", "no"}:
        raise BadSetting(f"{name} is {text!r}: give yes or no")
    return text == "yes"


def _database_url(text: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if text.startswith(prefix):
            return "postgresql+psycopg://" + text.removeprefix(prefix)
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting("PB_DATABASE_URL must begin with sqlite:/// or postgresql://")
    return text
