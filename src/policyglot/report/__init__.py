"""The report of a generated policy: one HTML file to look at instead of reading JSON.

The label, the text with its evidence, what stays open, and the files to publish. Each section
is a module; `page` puts them together.
"""

from policyglot.report.label import Label, build_label
from policyglot.report.page import write_report

__all__ = ["Label", "build_label", "write_report"]
