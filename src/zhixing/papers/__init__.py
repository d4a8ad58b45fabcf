"""Papers in the national layout: a plain value, and what is rendered of it. This floor knows no kind of matter."""
