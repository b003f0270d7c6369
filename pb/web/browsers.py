"""Roughly which kind of browser it is, so that people recognise their own; nothing that tells two of a kind apart."""

UNKNOWN = "A browser"
# The order matters: nearly every browser claims to be some others too.
_FAMILIES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("CrOS", "a Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
)


def kind_of(user_agent: str) -> str:
    """A browser in words, such as `Firefox on Windows`; no version, no model, no address."""
    family = next((name for sign, name in _FAMILIES if sign in user_agent), UNKNOWN)
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return f"{family} on {system}" if system else family
