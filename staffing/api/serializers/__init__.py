"""What staffing looks like over REST, one file per noun."""
