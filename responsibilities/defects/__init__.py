"""What can be wrong with a list (缺陷检查): the entries as they are looked at, and one table of checks."""

from responsibilities.defects.checks import CHECKS, Check, Finding, find
from responsibilities.defects.rows import TOWNSHIP, TOWNSHIPS, Duty, Lists, Row

__all__ = ["CHECKS", "TOWNSHIP", "TOWNSHIPS", "Check", "Duty", "Finding", "Lists", "Row", "find"]
