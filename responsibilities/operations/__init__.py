"""Every write to duty lists, one file per noun."""
