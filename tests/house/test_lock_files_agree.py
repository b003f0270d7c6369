"""requirements.lock, for machines without uv, pins what uv.lock pins, with the same hashes."""

import re
import tomllib

from source_tree import ROOT

LOCKED = [
    one for one in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"] if one["name"] != "pb"
]
EXPORTED = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRY = re.compile(r"^([a-z0-9._-]+)==(\S+?)(?: ; [^\\\n]+)?((?: *\\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE)


def test_the_exported_pins_and_hashes_are_those_of_the_lock_file():
    locked = {}
    for one in LOCKED:
        files = [*one.get("wheels", []), *([one["sdist"]] if "sdist" in one else [])]
        locked[one["name"], one["version"]] = {file["hash"] for file in files}
    exported = {
        (name, version): set(re.findall(r"sha256:[0-9a-f]{64}", hashes))
        for name, version, hashes in ENTRY.findall(EXPORTED)
    }
    assert exported == locked


def test_every_package_that_the_project_names_is_pinned():
    named = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    pinned = {one["name"] for one in LOCKED}
    assert {re.match(r"[A-Za-z0-9._-]+", one)[0].lower() for one in named} <= pinned


def test_the_way_without_uv_uses_the_exported_file_with_hashes():
    script = (ROOT / "tools" / "setup-without-uv.sh").read_text(encoding="utf-8")
    assert "--require-hashes -r requirements.lock" in script
