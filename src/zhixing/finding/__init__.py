"""Finding: what may be found of cases, people and units, by whom, and by which words."""
