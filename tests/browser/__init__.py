"""Stories told in a real browser, in a process of their own."""
