"""How many there must be before numbers of a group are shown, so that they do not tell what one person or unit did."""

from __future__ import annotations

ENOUGH = 5
"""Of fewer nothing is said but how many they are (design, 4.16)."""
