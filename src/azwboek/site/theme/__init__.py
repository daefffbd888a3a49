"""How pages look and what stands around their content: templates, contents, terms, policy.

In: a page as Sphinx made it. Out: the page as a reader gets it.
"""
