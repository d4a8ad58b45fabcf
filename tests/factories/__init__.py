"""Rows for tests, made by plain functions: give what the test is about, the rest is filled in."""
