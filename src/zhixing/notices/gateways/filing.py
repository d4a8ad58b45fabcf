"""The gateway of demonstrations and tests: messages become lines of JSON in a folder; nothing leaves the machine."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from zhixing.notices.gateways.gateway import Outgoing, Undeliverable
from zhixing.notices.vocabulary import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FileGateway:
    """Writes the messages of one channel to a file, one line each."""

    path: Path
    longest: int | None = None
    overheard: bool = False

    def send(self, message: Outgoing) -> None:
        """Add a line to the file, which its owner alone may read."""
        line = json.dumps(asdict(message), ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # One write of one line: several workers may add at the same time.
            file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(file, line.encode())
            finally:
                os.close(file)
        except OSError as error:
            raise Undeliverable(Reason.UNREACHABLE, str(error.strerror), temporary=True) from error
