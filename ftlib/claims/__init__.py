"""Claims: every number the book states is measured where it stands, and can fail.

`claim(id, statement, measured, op, bound)` compares, prints, keeps a record, and raises
when the statement is false. The record travels inside the executed notebook (in the
metadata of the cell's output), so the ledger page is collected from the notebooks that
readers see and cannot disagree with them.
"""

from ftlib.claims._claim import RECORD, Claim, ClaimFailed, claim, held, reset
from ftlib.claims._report import collect, ledger, report

__all__ = [
    "RECORD",
    "Claim",
    "ClaimFailed",
    "claim",
    "collect",
    "held",
    "ledger",
    "report",
    "reset",
]
