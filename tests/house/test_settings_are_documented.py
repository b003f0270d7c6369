"""docs/settings.md lists every setting that anything reads, with its default, and nothing else."""

import ast
import re
from pathlib import Path

from source_tree import ROOT, modules, nodes

from pb.core import settings

PAGE = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(PB_[A-Z_]+)` \| ([^|]+) \|", PAGE, re.MULTILINE))
SETTING = re.compile(r"PB_[A-Z_]+[A-Z]")


def read_in(files):
    """Settings that Python files name as a whole string: `env.get("PB_HOME")`."""
    texts = [node.value for file in files for node in nodes(file, ast.Constant) if isinstance(node.value, str)]
    return {text for text in texts if SETTING.fullmatch(text)}


def test_every_setting_that_is_read_is_documented_and_nothing_else():
    outside = [*(ROOT / "tools").glob("*.py"), *(ROOT / "bench").glob("*.py")]
    outside += [ROOT / "tests" / name for name in ("conftest.py", "postgres_server.py")]
    assert set(ROWS) == read_in([*modules(), *outside])


def test_the_make_file_uses_documented_settings_only():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(SETTING.findall(makefile)) <= set(ROWS)


def test_only_one_file_of_the_house_reads_the_environment():
    readers = [
        file
        for file in modules()
        for node in nodes(file, ast.Attribute)
        if node.attr in {"environ", "getenv"} and isinstance(node.value, ast.Name) and node.value.id == "os"
    ]
    assert set(readers) == {Path(settings.__file__)}


def test_the_defaults_on_the_page_are_the_defaults_of_the_program(tmp_path):
    home = tmp_path / "var"
    read = settings.read_settings({"PB_HOME": str(home)})
    assert ROWS["PB_PORT"].strip() == f"`{read.port}`"
    assert ROWS["PB_HOST"].strip() == f"`{read.host}`"
    assert ROWS["PB_MAIL_FROM"].strip() == f"`{read.mail_from}`"
    assert ROWS["PB_DEMO"].strip().startswith("`yes`" if read.demo else "`no`")
    assert read.keys == home / "keys"
    assert "`PB_HOME/keys`" in ROWS["PB_KEYS"]
    assert read.database_url.removeprefix(f"sqlite:///{home}/") in ROWS["PB_DATABASE_URL"]
