"""The catalogue and the matters of the centres in Excel and WPS: their columns, and the meaning of their cells."""
