"""First day: the lists an office already has (units, liaisons, members, accounts) taken in, each bad row explained.

A second import of the same list changes nothing, and a dry run shows what the first would do.
"""
