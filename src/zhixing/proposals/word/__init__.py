"""Read proposals from Word files as members and offices write them: a folder, a ZIP or one .docx.

Pure reading: nothing is guessed and nothing is lost. A file is read, with all that was not understood named beside
it, or refused with a sentence that says what to do.
"""

from zhixing.proposals.word.found import NotUnderstood, Taken, Unreadable, WordProposal
from zhixing.proposals.word.reading import read_file, read_word

__all__ = ["NotUnderstood", "Taken", "Unreadable", "WordProposal", "read_file", "read_word"]
