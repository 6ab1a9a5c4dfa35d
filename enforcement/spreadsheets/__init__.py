"""The penalty catalogue and the list of grants in Excel and WPS: their columns, and the meaning of their cells."""
