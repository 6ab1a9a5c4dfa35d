"""What can be wrong with a list (缺陷检查): the entries as they are looked at, and one table of checks."""
