"""What each reader is shown first: the menu, the home page, the first public page. May read every app."""
