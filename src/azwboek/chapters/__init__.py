"""What a chapter's notebook shows: figures, charts, sentences and lists for one region.

In: answers of the warehouse. Out: figures with their data and source, and the parts of a page that stand around them.
"""
