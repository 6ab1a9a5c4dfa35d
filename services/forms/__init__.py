"""Shape of what people type on the pages of the service centre; no rules. One file per noun."""
