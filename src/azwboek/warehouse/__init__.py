"""One DuckDB file from registers and raw tables, and the only way to ask it.

In: what ``sources`` gives and the files in ``sql``. Out: the warehouse, and the answers to named queries.
"""
