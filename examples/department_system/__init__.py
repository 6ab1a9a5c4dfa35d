"""A department's own system, as small as it can be, connected to the portal: see README.md beside it."""
