"""Tests of zhixing.assembly."""
