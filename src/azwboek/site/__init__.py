"""The site: executed notebooks and Markdown pages as HTML, with everything that a reader can download.

In: executed notebooks, ``book`` and the warehouse. Out: a folder with the whole site, not yet checked.
"""
