"""Claims: every number the book states is measured where it stands, and can fail.

`claim(id, statement, measured, op, bound)` compares, prints, keeps a record, and raises
when the statement is false. The record travels inside the executed notebook (as a MIME
bundle of the cell's output), so the ledger page is collected from the notebooks that
readers see and cannot disagree with them.
"""

from ftlib.claims._claim import MIME, Claim, ClaimFailed, claim, held, reset
from ftlib.claims._report import report

__all__ = ["MIME", "Claim", "ClaimFailed", "claim", "held", "report", "reset"]
