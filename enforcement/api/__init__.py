"""Enforcement over REST."""
