"""What can be known from the cases taken together."""
