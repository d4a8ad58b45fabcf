"""The desk of a democratic party, a people's organisation, a special committee or a sector group."""
