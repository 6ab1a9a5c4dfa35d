"""Statutory day arithmetic that explains itself: calendars, terms, due dates; no ORM, no clock, no database."""
