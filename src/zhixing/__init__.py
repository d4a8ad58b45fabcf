"""Zhixing: the work platform of a local consultative committee."""

__version__ = "0.1.0"
