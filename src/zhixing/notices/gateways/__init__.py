"""How a message leaves the house: one small interface, and one module for each way."""
