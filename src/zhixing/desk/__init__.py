"""The desk: inbox, lists, case page, act forms and drafts, shared by every kind of matter."""
