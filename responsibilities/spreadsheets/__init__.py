"""Duty lists in Excel and WPS: the columns of each layout, and the meaning of their cells."""
