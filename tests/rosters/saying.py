"""What a report says, in short."""

from zhixing.sheets.report import Report


def counts(report: Report) -> tuple[int, int, int, int]:
    """Return how many rows were created, changed, unchanged and rejected."""
    return report.created, report.changed, report.unchanged, len(report.rejected)


def rejected(report: Report) -> list[tuple[int, str, str]]:
    """Return the rejected rows: line, column, reason."""
    return [(one.row, one.column, one.reason.zh) for one in report.rejected]


def noted(report: Report) -> list[tuple[int, str, str]]:
    """Return the rows somebody should look at: line, column, why."""
    return [(one.row, one.column, one.reason.zh) for one in report.noted]
