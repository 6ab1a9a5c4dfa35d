"""Spreadsheets as long as one likes: the reference list of territorial management over and over."""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

REFERENCE = Path(__file__).resolve().parent.parent / "responsibilities/reference/territorial-items-official.csv"
NUMBER, TITLE = 0, 2  # their columns


def territorial_file(rows: int) -> bytes:
    """An xlsx file of so many items: numbered through, and each title once."""
    with REFERENCE.open(encoding="utf-8-sig", newline="") as file:
        header, *items = csv.reader(file)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("清单")
    sheet.append(header)
    for number in range(rows):
        row = list(items[number % len(items)])
        row[NUMBER] = str(number + 1)
        if number >= len(items):
            row[TITLE] += f"（第{number // len(items) + 1}片区）"
        sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()
