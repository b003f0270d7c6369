"""`make audit` says what is known and what is not: no answer and half an answer are never taken for a pass."""

import importlib.util
import json

import pytest
from source_tree import ROOT


@pytest.fixture
def audit(tmp_path):
    """The tool as a module, with a folder of its own."""
    found = importlib.util.spec_from_file_location("audit", ROOT / "tools" / "audit.py")
    tool = importlib.util.module_from_spec(found)
    found.loader.exec_module(tool)
    tool.ROOT = tmp_path
    (tmp_path / "var").mkdir()
    return tool


def answered(audit, *packages):
    (audit.ROOT / audit.FOUND).write_text(json.dumps({"dependencies": packages}))
    return audit.weaknesses("")


SOUND = {"name": "sound", "version": "1", "vulns": []}
SKIPPED = {"name": "skipped", "skip_reason": "Dependency not found on PyPI and could not be audited: skipped (1)"}
WEAK = {"name": "weak", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}


def test_nothing_found_is_a_pass(audit, capsys):
    assert answered(audit, SOUND) == 0
    assert "0 of 1 packages" in capsys.readouterr().out


def test_a_weakness_is_named_with_what_mends_it(audit, capsys):
    assert answered(audit, SOUND, WEAK, SKIPPED) == 1
    assert "weak 1: PYSEC-1, mended in 2" in capsys.readouterr().out


def test_a_package_that_could_not_be_looked_up_is_no_pass(audit, capsys):
    assert answered(audit, SOUND, SKIPPED) == audit.UNKNOWN
    assert "UNKNOWN for 1 of 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    "said", ["requests.exceptions.ConnectionError: refused", "Timeout: no answer", "KeyError: x", ""]
)
def test_no_answer_at_all_is_no_pass(audit, capsys, said):
    assert audit.weaknesses(said) == audit.UNKNOWN
    assert "UNKNOWN" in capsys.readouterr().out


def test_the_bill_names_what_browsers_are_sent(audit):
    listed = json.loads((ROOT / "static" / "vendor" / "vendored.json").read_text(encoding="utf-8"))
    bill = audit.with_vendored({"components": [{"name": "jinja2"}]}, listed)
    assert {one["name"] for one in bill["components"]} == {"jinja2", *(one["package"] for one in listed)}
