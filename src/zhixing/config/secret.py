"""Keep the installation's signing key in its data folder, readable by its owner alone."""

import os
import secrets
import tempfile
from pathlib import Path

FILE_NAME = "secret.key"


def signing_key(data: Path) -> str:
    """The key in the data folder; made at first use with mode 0600. Two processes starting at once get the same one."""
    path = data / FILE_NAME
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
        # A hard link fails if the other process was first, and never shows a half-written key.
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
