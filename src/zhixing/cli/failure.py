"""How a command says that it could not do what was asked."""


class CommandFailed(Exception):
    """The work was refused or failed; its text is one sentence for the person at the terminal."""
