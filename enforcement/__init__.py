"""Enforcement (综合执法)."""
