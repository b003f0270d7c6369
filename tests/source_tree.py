"""The house read as text: its files and their syntax trees, for tests of how it is built."""

import ast
import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PB = ROOT / "pb"


def modules(*places):
    """Python files of `pb/`, or of the named parts of it, in order."""
    found = [PB / place for place in places] or [PB]
    return sorted(file for place in found for file in ([place] if place.suffix else place.rglob("*.py")))


@cache
def tree(file):
    """The syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"))


def nodes(file, kind):
    """Every node of a kind in a file."""
    return [node for node in ast.walk(tree(file)) if isinstance(node, kind)]


def name(file):
    """A file as messages name it."""
    return file.relative_to(ROOT).as_posix()


def imported(file):
    """The dotted names that a file imports, wherever in it that happens."""
    plain = [alias.name for node in nodes(file, ast.Import) for alias in node.names]
    return plain + [node.module or "." for node in nodes(file, ast.ImportFrom)]


def text_files():
    """Every text of the house that a person wrote: no vendored file, no lock file, nothing that a tool keeps."""
    skipped = {".git", ".venv", ".tools", "var", "vendor", "node_modules", "__pycache__"}
    skipped |= {".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache"}
    endings = {".py", ".md", ".html", ".css", ".js", ".mjs", ".toml", ".json", ".sh", ".mako", ".yaml", ".txt", ""}
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [one for one in folders if one not in skipped]
        found += [Path(folder) / one for one in files if Path(one).suffix in endings]
    return sorted(found)
