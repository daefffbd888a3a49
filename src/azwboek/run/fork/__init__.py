"""The papermill engine ``fork``: a child for each notebook, forked from a process that has everything imported.

In: a notebook and its limits. Out: the same outputs as the stock engine gives. Only ``run`` uses it.
"""
