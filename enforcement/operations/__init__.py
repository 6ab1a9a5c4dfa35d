"""Every write of enforcement; one file per noun."""
