"""The service centre over REST: reading what the caller may see, and every operation for those who may perform it."""
