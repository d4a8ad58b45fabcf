"""Read settings from the environment, from `.env`, and from what an installation remembers of itself.

A wrong value is refused with a sentence that names the variable, so that nobody searches a traceback for it.
"""

import os
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")
# Written by `zhixing demo`, so that later commands on the same data folder know what they stand in.
INSTALLATION_FILE = "installation.toml"
_TRUE = ("1", "true", "yes", "on")
_FALSE = ("", "0", "false", "no", "off")


def load_env_file(path: Path) -> None:
    """Take `NAME=value` lines into the environment; what is already set there wins. A missing file is no error."""
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, found, value = text.removeprefix("export ").partition("=")
        if not found or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{path}, line {number}: expected NAME=value.")
        os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    """The variable's text, or the default when it is not set."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """A yes or no; `1 true yes on` and `0 false no off` are understood."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.") from None


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list written with commas."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def choice(name: str, choices: Sequence[str], default: str) -> str:
    """One of the choices."""
    value = os.environ.get(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not “{value}”.")
    return value


def folder(name: str, default: Path) -> Path:
    """An absolute path; it need not exist."""
    return Path(os.environ.get(name) or default).expanduser().resolve()


def day(name: str) -> date | None:
    """A date written YYYY-MM-DD, or None when the variable is not set or empty."""
    value = os.environ.get(name)
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a date such as 2026-06-17, not “{value}”.") from None


def installation(data: Path) -> tuple[str, date | None]:
    """The mode and the moved day in force: from the environment, otherwise from what the data folder remembers.

    Nothing remembered means production. A moved day is refused in production: there the clock is the true one.
    """
    remembered: dict[str, object] = {}
    path = data / INSTALLATION_FILE
    if path.is_file():
        try:
            remembered = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise ImproperlyConfigured(f"{path} cannot be read: {error}.") from None
    mode = choice("ZHIXING_MODE", MODES, str(remembered.get("mode", "production")))
    moved = day("ZHIXING_TODAY")
    if moved is not None and mode == "production":
        raise ImproperlyConfigured("ZHIXING_TODAY moves the clock and is refused outside a demo or test installation.")
    kept = remembered.get("today")
    if moved is None and mode == remembered.get("mode") and isinstance(kept, date):
        moved = kept
    return mode, moved


def remember_installation(data: Path, *, mode: str, today: date | None) -> None:
    """Write down what kind of installation the data folder holds."""
    if mode not in MODES:
        raise ImproperlyConfigured(f"An installation is one of {', '.join(MODES)}, not “{mode}”.")
    lines = ["# Written by zhixing; the environment's ZHIXING_MODE and ZHIXING_TODAY win over it.", f'mode = "{mode}"']
    if today is not None:
        lines.append(f"today = {today.isoformat()}")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / INSTALLATION_FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
