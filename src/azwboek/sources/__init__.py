"""Where figures and facts come from: registers typed over by hand, tables of CBS, invented tables where there are none.

In: files in ``data`` and answers of CBS. Out: checked frames of registers, kept raw tables, and which table serves which series.
"""
