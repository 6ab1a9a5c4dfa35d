"""Readings of enforcement, each shaped for whoever asks."""
