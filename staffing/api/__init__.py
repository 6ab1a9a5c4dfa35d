"""Staffing over REST."""
