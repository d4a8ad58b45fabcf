"""The reports this room owes: on the review of a session's proposals, and on the year's work; its part of the brief."""
