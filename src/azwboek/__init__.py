"""AZW-boek: the labour market in care and welfare as a book, region by region."""

__version__ = "0.1.0"
