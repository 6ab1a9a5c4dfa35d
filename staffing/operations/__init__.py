"""Every write of staffing; one file per noun."""
