"""What `make run` adds to the portal: the demonstration, and another organisation's system."""
