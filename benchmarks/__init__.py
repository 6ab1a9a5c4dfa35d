"""How fast the portal is, as ratios to plain psycopg2; run by `make bench`."""
