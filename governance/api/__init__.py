"""What every REST resource of the portal shares."""
