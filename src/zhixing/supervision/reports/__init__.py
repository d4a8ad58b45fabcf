"""The monthly brief of supervision, and what this room adds to the reports of proposals."""
