"""The house on a telephone: put on the home screen, and read without a network, by nobody but its reader."""
