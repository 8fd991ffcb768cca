"""Reading survey files: CSV, SPSS, Stata and Parquet, safely and completely, or a refusal that helps.

guard          read_survey: a private copy, a limited process, a watch over it
child          that process
sniff          what a file is, by its content
text           encodings, and bytes that do not belong in text
csv_file       delimiter, records, cells
spss_header, stata_header, parquet_file   sizes a file claims, checked before a library believes them
coded          SPSS and Stata answers, with labels and declared missing codes
staging        answers on disk in parts; counting and the final file
settle         what kind a column is
survey         SurveyFile and Column: what a caller gets
codes          codes as text
"""

from weft.reading.guard import read_survey
from weft.reading.limits import Limits
from weft.reading.refusals import Refusal
from weft.reading.survey import Column, SurveyFile

__all__ = ["Column", "Limits", "Refusal", "SurveyFile", "read_survey"]
