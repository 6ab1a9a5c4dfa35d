"""Staffing (编制人员)."""
