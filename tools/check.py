"""Everything a change must pass besides its tests, in one command; all steps run, and the failed ones are named."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent
PYTHON = [sys.executable]


def steps(data: str) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Each step's command and environment; `data` is an empty folder for steps that read settings."""
    # Empty rather than absent: a developer's .env fills in what is absent.
    own = {"ZHIXING_DATA": data, "ZHIXING_TODAY": "", "ZHIXING_INSECURE_HTTP": "0", "DATABASE_URL": ""}
    test = own | {"ZHIXING_MODE": "test"}
    production = own | {"ZHIXING_MODE": "production", "ZHIXING_HOSTS": "cppcc.example"}
    templates = [str(path) for path in sorted((ROOT / "src").rglob("templates/**/*.html"))]
    return {
        "format": (_program("ruff", "format", "--check", "."), {}),
        "lint": (_program("ruff", "check", "."), {}),
        "templates": (_program("djade", "--target-version", "5.2", "--check", *templates), {}),
        "spelling": (_program("codespell"), {}),
        "types": (_program("mypy"), test),
        "floors": (_program("lint-imports", "--no-logo"), test),
        "system check": ([*PYTHON, "manage.py", "check", "--fail-level", "WARNING"], test),
        "production check": ([*PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], production),
        "migrations": ([*PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], test),
        "catalogue": ([*PYTHON, "tools/catalogue.py", "check"], {}),
        "procedures": (_program("zhixing", "procedure", "check"), test),
        "house rules": ([*PYTHON, "tools/house_rules.py"], {}),
    }


def main() -> int:
    """Run the steps named as arguments, or all; 1 if any failed."""
    failed = []
    with tempfile.TemporaryDirectory() as data:
        every = steps(data)
        for name in sys.argv[1:] or every:
            command, environment = every[name]
            before = time.monotonic()
            result = subprocess.run(
                command,
                cwd=ROOT,
                env=_clean() | environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            took = time.monotonic() - before
            print(f"{'ok    ' if result.returncode == 0 else 'FAILED'} {name} ({took:.1f} s)", flush=True)
            if result.returncode != 0:
                failed.append(name)
                print(result.stdout.decode(errors="replace"), flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _program(name: str, *arguments: str) -> list[str]:
    return [str(PROGRAMS / name), *arguments]


def _clean() -> dict[str, str]:
    """The environment without what a developer has set for an installation of their own."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ZHIXING_", "DJANGO_")) and name != "DATABASE_URL"
    }


if __name__ == "__main__":
    sys.exit(main())
