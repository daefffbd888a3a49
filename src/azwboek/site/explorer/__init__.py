"""The explorer: its data, its scripts, and the same as a widget in JupyterLab.

In: answers of the warehouse and the scripts in ``book/verkenner``. Out: one file per indicator, one JavaScript module, a widget.
"""
