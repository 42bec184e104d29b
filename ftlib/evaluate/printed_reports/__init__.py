"""A classification report that somebody printed, read back and searched for what cannot be."""

from ftlib.evaluate.printed_reports.audit import Contradiction, table_audit
from ftlib.evaluate.printed_reports.parsing import PrintedReport, parse_report

__all__ = ["Contradiction", "PrintedReport", "parse_report", "table_audit"]
