"""Settings from the environment, addresses, and the door for web servers."""
