"""Work on many cases at once: bulk acts, the review desk, the assignment board, the merge board, common phrases."""
