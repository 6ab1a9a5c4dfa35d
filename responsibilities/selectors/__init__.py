"""Readings of duty lists, each shaped for whoever asks."""
