"""What duty lists look like over REST, and the shape of what is sent, one file per noun; no rules."""
