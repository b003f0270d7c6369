"""`make migration name=add_boxes`: a numbered file that turns the database as migrated into what the models say."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests")]


def main() -> None:
    """Write the next migration; it is a draft to be read and corrected."""
    import tables

    name = sys.argv[1] if len(sys.argv) > 1 else sys.exit("Say what it does: make migration name=add_boxes")
    number = f"{len(list((ROOT / 'migrations' / 'versions').glob('0*.py'))) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        config = Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes.update(url=f"sqlite:///{folder}/new.sqlite3", metadata=tables.load())
        command.upgrade(config, "head")
        command.revision(config, message=name, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main()
