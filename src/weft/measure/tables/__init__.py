"""From a survey file and a recipe to protected tables. No Django here: the command line and the web share it.

recipe    what each column is, the design, what to estimate; a file that reruns to the same digits
suggest   which question a column probably answers, from its labels and the question bank
prepare   the file and the recipe become the analysis frame: answers, reasons for missing, design
evidence  every indicator by every group and area, with intervals and tests
protect   what may be shown: small counts hidden, low bases flagged, whole per cents
export    the tables as CSV with metadata, XLSX and JSON
"""
