"""Who may see what of the service centre, and the filters that can be chained; one file per noun."""
