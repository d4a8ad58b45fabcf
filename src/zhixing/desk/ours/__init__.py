"""The page of a unit: what is ours, how much time is left, whose turn it is."""
