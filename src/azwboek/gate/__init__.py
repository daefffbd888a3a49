"""What must hold of notebooks and site before a reader sees them.

In: executed notebooks and the finished site. Out: what is wrong, page by page.
"""
