"""Readings shaped for one screen or export."""
