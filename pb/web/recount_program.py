"""The recount as one file that bare Python runs, made of this house's own sources, for whoever has no copy of them."""

import io
import zipfile
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
FOLDERS = ("recount", "seal", "tally")
"""All that `pb.recount` stands on; `tests/recount` sees to that."""

_MAIN = b"import sys\n\nfrom pb.recount.__main__ import main\n\nsys.exit(main())\n"
_TIMELESS = (1980, 1, 1, 0, 0, 0)


@cache
def recount_program() -> bytes:
    """A zip that Python runs: `python3 -S recount.pyz bundle.zip`. The same sources make the same bytes."""
    sources = [HOUSE / "__init__.py", *(file for name in FOLDERS for file in (HOUSE / name).glob("*.py"))]
    files = {file.relative_to(HOUSE.parent).as_posix(): file.read_bytes() for file in sources} | {"__main__.py": _MAIN}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as program:
        for name in sorted(files):
            program.writestr(zipfile.ZipInfo(name, _TIMELESS), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()
