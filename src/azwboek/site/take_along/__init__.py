"""What a reader can download: workbooks, the warehouse, descriptions of the CSV files, a zip, reports.

In: answers of the warehouse and finished pages. Out: files below ``downloads``.
"""
