"""The page that checks a bundle in a browser: one file that asks for nothing, made of this house's own sources."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from pb.web.assets import STATIC

ENTRY = STATIC / "js" / "verify" / "page" / "main.js"
FONT = STATIC / "vendor" / "atkinson" / "atkinson-hyperlegible-next-5.3.0-latin.woff2"
_SHEETS = ("css/tokens.css", "css/verify.css")
_FONT_FACE = re.compile(r"@font-face \{[^}]*\}\n*")
_IMPORT = re.compile(r"^import \{([^}]*)\} from '([^']+)';\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const)\b)", re.MULTILINE)
_NAMES = re.compile(r"^export (?:async )?(?:function\*?|class|const) (?:\[([^\]]*)\]|(\w+))", re.MULTILINE)
_OTHERS = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class ModuleMalformed(ValueError):
    """A module uses a form of `import` or `export` that is not put together here, or modules import in a circle."""


@cache
def verify_page() -> bytes:
    """The page, in UTF-8. The same sources make the same bytes, so that it can be compared with another's."""
    style, script = _style(), program(ENTRY)
    parts = {
        "policy": _policy(style, script),
        "style": style,
        "mark": (STATIC / "shapes" / "mark.svg")
        .read_text(encoding="utf-8")
        .replace("<svg ", '<svg aria-hidden="true" '),
        "script": script,
    }
    page = (STATIC / "verify" / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{(policy|style|mark|script)\}", lambda found: parts[found[1]], page).encode()


def program(entry: Path) -> str:
    """One script of a module and all that it imports, in an order in which each comes after what it needs.

    Every module becomes a function that runs at once and gives what the module exports, so that names stay apart. The
    sources are put in as they stand, to be read.

    Raises:
        ModuleMalformed: a module is not written as these are.
    """
    found: dict[Path, str] = {}
    _add(entry.resolve(), found, ())
    script = "'use strict';\n\n" + "\n".join(found.values())
    if "</script" in script.lower() or "<!--" in script:
        raise ModuleMalformed("the script would end the element that it stands in")
    return script


def _add(file: Path, found: dict[Path, str], asking: tuple[Path, ...]) -> None:
    if file in asking:
        raise ModuleMalformed(f"{file.name} imports itself, by way of others")
    if file in found:
        return
    source = file.read_text(encoding="utf-8")
    for _, path in _IMPORT.findall(source):
        _add((file.parent / path).resolve(), found, (*asking, file))
    found[file] = _as_function(file, source)


def _as_function(file: Path, source: str) -> str:
    imported = _IMPORT.sub(lambda said: _taken(file, said), source)
    body = _EXPORT.sub("", imported)
    if odd := _OTHERS.search(body):
        raise ModuleMalformed(f"{file.name}: {odd[0]}")
    names = [name.strip() for several, one in _NAMES.findall(source) for name in (several or one).split(",")]
    return f"const {_name(file)} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();\n"


def _taken(file: Path, said: re.Match[str]) -> str:
    return f"const {{{said[1].replace(' as ', ': ')}}} = {_name((file.parent / said[2]).resolve())};\n"


def _name(file: Path) -> str:
    return "$" + re.sub(r"\W", "_", f"{file.parent.name}/{file.stem}")


def _style() -> str:
    font = base64.b64encode(FONT.read_bytes()).decode()
    tokens, own = ((STATIC / name).read_text(encoding="utf-8") for name in _SHEETS)
    face = (
        '@font-face { font-family: "Atkinson Hyperlegible Next"; font-weight: 200 800; '
        f'src: url("data:font/woff2;base64,{font}") format("woff2"); }}\n'
    )
    return face + _FONT_FACE.sub("", tokens) + own


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; font-src data:; "
        "worker-src blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
