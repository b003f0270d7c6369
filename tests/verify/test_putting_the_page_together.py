"""One file is made of the modules, and a policy that lets nothing else in."""

import base64
import hashlib
import re

import pytest

from pb.web import verify_page
from pb.web.assets import STATIC
from pb.web.verify_page import ModuleMalformed, program

PAGE = verify_page.verify_page().decode()


def modules(folder, **sources):
    for name, text in sources.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "main.js"


def inside(tag):
    (found,) = re.findall(rf"<{tag}>(.*?)</{tag}>", PAGE, re.DOTALL)
    return found


@pytest.mark.parametrize(("tag", "part"), [("script", "script-src"), ("style", "style-src")])
def test_the_policy_allows_what_is_in_the_page_by_its_hash_and_nothing_else(tag, part):
    digest = base64.b64encode(hashlib.sha256(inside(tag).encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', PAGE)[1]
    assert f"{part} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_the_page_asks_for_nothing_and_has_no_place_left_to_fill():
    assert not re.findall(r"(?:src|href|action)=", PAGE)
    assert not re.findall(r"url\((?!\"data:)", PAGE)
    assert "@import" not in PAGE
    assert not re.findall(r"\{(?:policy|style|mark|script)\}", PAGE)
    asking = re.findall(
        r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|eval|importScripts)\s*\(", inside("script")
    )
    assert not asking


def test_every_module_is_in_the_page_and_none_makes_markup_of_text():
    for file in (STATIC / "js" / "verify").rglob("*.js"):
        text = file.read_text(encoding="utf-8")
        assert text.splitlines()[0] in PAGE, file.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", text), file.name


def test_names_stay_apart_and_what_is_taken_under_another_name_is_found(tmp_path):
    entry = modules(
        tmp_path,
        one="const hidden = 1;\nexport const [A, B] = [hidden, 2];\n",
        two="import { A as hidden } from './one.js';\nexport async function* many() {}\nexport class C {}\n",
        main="import { B } from './one.js';\nimport { many, C } from './two.js';\n",
    )
    script = program(entry)
    assert "return { A, B };" in script
    assert "return { many, C };" in script
    assert "A: hidden" in script
    assert "import" not in script
    assert "export" not in script
    assert script.index("const hidden = 1;") < script.index("many, C }")


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ({"main": "import main from './one.js';\n"}, "import main"),
        ({"main": "export default 1;\n"}, "export default"),
        ({"main": "import { a } from './one.js';\n", "one": "import { b } from './main.js';\n"}, "imports itself"),
        ({"main": "const text = '</script>';\n"}, "would end the element"),
    ],
    ids=["a default", "another default", "a circle", "an end"],
)
def test_a_module_that_cannot_be_put_in_is_refused(tmp_path, sources, words):
    with pytest.raises(ModuleMalformed, match=words):
        program(modules(tmp_path, **sources))
