"""What a second factor is made of: recovery codes, the ways of showing it, refusals, and letters to staff."""

import secrets
from datetime import timedelta
from enum import StrEnum

from pb.core.refusals import NotAllowed, NotFound
from pb.people.rules import Role
from pb.seal import crockford

TRIES_OF_A_STEP = 5
TRIES_OF_A_CLIENT = 30  # an office signs in at nine o'clock behind one address
ENROLMENT_LIFE = timedelta(minutes=20)
DRIFT_STEPS = 1  # a telephone's clock may be half a minute off either way
CODE_DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_SYMBOLS = 10  # 50 random bits


class How(StrEnum):
    """What the second step was passed with."""

    APP = "app"
    RECOVERY = "recovery"


class SecondStepRefused(NotAllowed):
    """The code is wrong, too old, or was used already. Says nothing about which."""


class OwnSecondFactor(NotAllowed):
    """Nobody takes part in resetting their own second factor; two others do, or whoever runs the installation."""


class NoSecondFactor(NotFound):
    """This person has no second factor."""


def new_recovery_codes() -> list[str]:
    """Ten codes that each replace the telephone once, as they are printed: `7K2QM-9TX4V`."""
    return [_new_recovery_code() for _ in range(RECOVERY_CODES)]


def _new_recovery_code() -> str:
    return grouped("".join(secrets.choice(crockford.ALPHABET) for _ in range(RECOVERY_SYMBOLS)))


def grouped(symbols: str) -> str:
    """A recovery code in two groups."""
    half = RECOVERY_SYMBOLS // 2
    return f"{symbols[:half]}-{symbols[half:]}"


def spaced(secret: str) -> str:
    """A secret in groups of four, to be typed into a telephone."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def read_code(typed: str) -> tuple[How, str]:
    """What was typed, as the code that it can only be: six digits of the telephone, else a recovery code."""
    symbols = crockford.normalise(typed)
    if len(symbols) == CODE_DIGITS and symbols.isascii() and symbols.isdigit():
        return How.APP, symbols
    return How.RECOVERY, symbols


def set_up_letter() -> tuple[str, str]:
    """To a person whose second factor was set up or changed: (subject, body)."""
    body = (
        "A second step was set up for your account at the desk. From now on, signing in takes your password and a "
        "code from the telephone that was used for it.\n\n"
        "Was it not you? Then somebody knows your password. Tell another commissioner now, and choose a new password.\n"
    )
    return "Your second step for Choose Together is set up", body


def reset_letter(by: str) -> tuple[str, str]:
    """To a person whose second factor was reset: (subject, body)."""
    body = (
        f"Your second step was reset by {by}. You are signed out everywhere. Sign in with your password and set it up "
        "again.\n\n"
        "Did you not ask for this? Then tell another commissioner now.\n"
    )
    return "Your second step for Choose Together was reset", body


def recovery_letter(left: int) -> tuple[str, str]:
    """To a person who used a recovery code: (subject, body). `left` is how many they still have."""
    body = (
        f"Somebody signed in as you with one of your recovery codes. You have {left} left.\n\n"
        "Was it not you? Then somebody has your password and your list of codes. Tell another commissioner now.\n"
    )
    return "A recovery code was used", body


def warning_letter() -> tuple[str, str]:
    """To a person whose password was right while five codes in a row were wrong: (subject, body)."""
    body = (
        "Somebody typed your right password and then five wrong codes. They were not let in.\n\n"
        "Was it you? Then look whether the clock of your telephone is right, or use a recovery code.\n"
        "Was it not you? Then somebody knows your password. Choose a new one now.\n"
    )
    return "Somebody may know your password for Choose Together", body


def invitation_letter(name: str, inviter: str, address: str, role: Role = Role.OFFICER) -> tuple[str, str]:
    """The letter to somebody new at the desk: (subject, body). `address` is the page on which a password is chosen."""
    added = {
        Role.OFFICER: f"{inviter} added you as an officer of the partnership, so that you can check bids.",
        Role.COMMISSIONER: f"{inviter} added you as a commissioner of the partnership, so that you can run rounds. "
        "Have your telephone at hand: two commissioners together open a vote, and each shows a code from theirs.",
        Role.OBSERVER: f"{inviter} made you an observer of the partnership's votes. You see what is done, and you get "
        "a letter at each act that matters, with a hash that pins the record of all acts. Keep those letters: with "
        "them you can show later whether the record was changed.",
        Role.STEWARD: f"{inviter} made you a steward of the partnership's voting events. There you let tablets in and "
        "check voters in; you never see how anybody votes. When you let a tablet in or take one away, the public "
        "record says so with your name.",
    }
    choose = dict.fromkeys(Role, "Choose a password here")
    choose[Role.OBSERVER] = "The letters come without your doing anything. To see the desk, choose a password here"
    body = (
        f"Hello {name}\n\n"
        f"{added[role]}\n\n"
        f"{choose[role]}: {address}\n\n"
        "Do you not know what this is about? Then you need not do anything.\n"
    )
    return "You can sign in to Choose Together", body
