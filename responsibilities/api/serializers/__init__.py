"""What duty lists look like over REST, one file per noun; no rules."""
