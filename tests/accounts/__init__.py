"""Tests of zhixing.accounts."""
