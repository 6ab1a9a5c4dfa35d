"""The service centre over REST."""
