"""A kind of matter that no room of the product knows: what works for it works for whatever kind comes next."""
