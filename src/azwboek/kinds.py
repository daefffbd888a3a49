"""The kinds of figures, as ``soort`` has them: real ones, what a program made up, what an analyst brought or computed, and a table that holds several row by row."""

REAL, INVENTED, OWN, MIXED = ("cbs", "gepubliceerd", "document"), "demonstratie", "eigen", "gemengd"
