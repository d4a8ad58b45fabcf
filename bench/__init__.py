"""Measurements: each a module of its own, all run by `make bench`. Figures are ratios within one run."""
