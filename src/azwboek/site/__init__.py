"""The site: executed notebooks and Markdown pages as HTML, with everything a reader can take along.

In: executed notebooks, ``book`` and the warehouse. Out: a folder with the whole site, not yet checked.
"""
