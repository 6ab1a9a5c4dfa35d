"""What the operations of the service centre take over REST: their pages' forms; one file per noun."""
