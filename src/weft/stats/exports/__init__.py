"""Evidence for other programs: rows, data frames, files of figures, tables and charts.

rows      plain dataclasses
frames    polars, pandas or PyArrow
saving    figures without people, in a binary file
tables    great_tables (optional)
charts    Altair (optional)
"""
