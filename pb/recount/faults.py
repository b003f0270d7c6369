"""What a check says when it fails: which file, and the first difference."""

_SHOWN = 90


class Differs(Exception):
    """A file does not agree with itself, with another, or with the recount."""

    def __init__(self, file: str, words: str) -> None:
        super().__init__(f"{file}: {words}")
        self.file, self.words = file, words


def same(file: str, what: str, said: object, expected: object, source: str) -> None:
    """Demand that a file says what another source has.

    Raises:
        Differs: it says something else.
    """
    if said != expected:
        raise Differs(file, f"{what} is {short(said)}; {source} has {short(expected)}")


def compare(file: str, where: str, said: object, counted: object) -> None:
    """Demand that a value in a file is, in every part, the one that was counted.

    Raises:
        Differs: it is not; the words name the first part that differs.
    """
    if found := first_difference(where, said, counted):
        raise Differs(file, found)


def first_difference(where: str, said: object, counted: object) -> str:
    """The first place at which two plain values differ, in words, or "" where they are the same."""
    if isinstance(said, dict) and isinstance(counted, dict):
        for key in sorted(said.keys() | counted.keys()):
            if key not in said or key not in counted:
                return f"{where} has {'no' if key not in said else 'an unknown'} {short(key)}"
            if found := first_difference(f"{where}.{key}", said[key], counted[key]):
                return found
        return ""
    if isinstance(said, list) and isinstance(counted, list) and len(said) == len(counted):
        parts = (first_difference(f"{where}[{at}]", *pair) for at, pair in enumerate(zip(said, counted, strict=True)))
        return next(filter(None, parts), "")
    if type(said) is type(counted) and said == counted:
        return ""
    return f"{where} is {short(said)}; the recount gives {short(counted)}"


def short(value: object) -> str:
    """A value as text, cut where it is long."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
