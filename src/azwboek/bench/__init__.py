"""Measurements: one module per subject, each with ``NAAM`` and ``measure(paths, say)``."""
