"""Duty lists over REST: reading for everybody, every operation for those who may perform it."""
