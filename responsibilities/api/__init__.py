"""Duty lists over REST."""
