"""Every write of the service centre; one file per noun."""
