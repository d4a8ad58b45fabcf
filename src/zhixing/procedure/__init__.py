"""Procedures as data: read, check, decide, compare and draw them. Pure Python, no Django, no clock of its own."""
