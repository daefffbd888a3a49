"""Comparisons that can be defended: intervals, outcomes, trends, funnels, control limits and similar regions.

In: figures with their counts or published bounds, and rules from the registers. Out: outcomes with their reason. Nothing here
asks the warehouse or makes a sentence; which rule comes from where stands in ``docs/methods.md``.
"""
