"""Public pages of the service centre, one file per noun: for everybody, without JavaScript."""
