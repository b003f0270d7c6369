"""The drawn scenes under `static/pictures/`, and what each shows."""

import json
from functools import cache

from pb.core.words import ENGLISH, Words
from pb.web.assets import STATIC

LIST = STATIC / "pictures" / "pictures.json"


def scene_words(scene: str, say: Words = ENGLISH) -> str:
    """What a scene shows, for those who do not see it; empty where there is no such scene."""
    words = _words().get(scene, "")
    return say.pattern(words) if words else ""


@cache
def _words() -> dict[str, str]:
    return {one["id"]: one["description"] for one in json.loads(LIST.read_text(encoding="utf-8"))}
