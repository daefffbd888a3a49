"""Jupyter Book's Sphinx in a process of its own.

In: a folder with sources. Out: a folder with pages. Only ``site`` uses it.
"""
