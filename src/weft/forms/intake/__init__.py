"""Form definitions on their way in: XLSForm workbooks, Markdown or CSV tables to an XForm and its notes.

guard          compile_form: the limited process and the watch over it
compiling      all checks, then the conversion
reading        what a file is by its content; read_workbook, read_tables; book: sheets with row numbers
layout         the survey sheet as groups and questions; choices, references, cycles, never (with conditions),
               languages, own_columns: one check each
converting     pyxform; notes: what is kept beside each question; writing: the sheets written again
"""
