"""The kinds of figures, as ``soort`` has them: real ones, what a program made up, and a table that holds both row by row."""

REAL, INVENTED, MIXED = ("cbs", "gepubliceerd", "document"), "demonstratie", "gemengd"
