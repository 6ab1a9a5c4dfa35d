"""What the service centre looks like over REST, and what is sent; no rules. One file per noun."""
