"""Shape of the input of pages, one file per kind of page; no rules."""
