"""Reading and writing the tables people keep in Excel and WPS.

An app defines the columns of its tables in its own `spreadsheets` (`ColumnMap`), calls `read` and shows the result:
`repairs` were corrected while reading, `confirmations` must be confirmed by a person, `faults` forbid the import. This
package knows nothing about the subject of a table and does not use the database.
"""
