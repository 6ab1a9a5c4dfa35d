"""Readings of staffing, each shaped for whoever asks."""
