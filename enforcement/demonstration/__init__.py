"""What the demonstration portal holds: people, a connected department, matters. Nothing here is real."""
