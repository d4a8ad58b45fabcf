"""A guide of about two pages for every role: the order of a day, and the acts and time limits in force."""
