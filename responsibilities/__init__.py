"""Duty lists (职责清单)."""
