"""The page on which leaders and the offices that supervise see what is theirs to decide, and how far the session is."""
