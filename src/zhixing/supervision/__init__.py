"""The room of supervision: what was promised is followed until it is kept."""
