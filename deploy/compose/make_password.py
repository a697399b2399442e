"""An empty folder -> a random database password in it, and the URL that holds it.

Runs once for each volume: what is there already stays, since the database was made with it. Both files can be read by
everybody who has the volume; only PostgreSQL and the processes that need the database mount it.
"""

import secrets
import sys
from pathlib import Path


def make_password(folder: Path) -> bool:
    """Write ``password`` and ``url`` into ``folder``; False when they were there."""
    url = folder / "url"
    if url.exists():
        return False
    password = secrets.token_urlsafe(32)
    (folder / "password").write_text(password, encoding="ascii")
    # The URL comes last: a run that was cut short before it is done again whole.
    url.write_text(f"postgresql://tocsin:{password}@postgres/tocsin", encoding="ascii")
    for path in (folder / "password", url):
        path.chmod(0o444)
    return True


if __name__ == "__main__":
    made = make_password(Path(sys.argv[1]))
    sys.stdout.write("made a database password\n" if made else "kept the database password\n")
