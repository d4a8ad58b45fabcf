"""Who exists: committees, terms, organisations, posts, people and working days. Everything dated, nothing deleted."""
