"""Execute the notebooks of chapters for all regions.

In: chapters and the warehouse. Out: executed notebooks, one for each page, and a report of how it went.
"""
