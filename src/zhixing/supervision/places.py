"""Where this room keeps its procedures."""

from __future__ import annotations

from pathlib import Path

PROCEDURES = Path(__file__).parent / "procedures"
