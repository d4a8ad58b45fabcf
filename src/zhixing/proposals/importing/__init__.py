"""Take a ledger of proposals 提案台账 in: what is known of each proposal's past becomes `imported` entries."""

from zhixing.proposals.importing.report import ImportReport
from zhixing.proposals.importing.running import import_ledger
from zhixing.sheets.report import Rejected

__all__ = ["ImportReport", "Rejected", "import_ledger"]
