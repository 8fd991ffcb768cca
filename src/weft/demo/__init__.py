"""A synthetic city: two survey waves of people who do not exist, in London's real boroughs.

generate   both waves as frames, in the raw form a survey house delivers
write      both waves as files, marked synthetic inside
analysis_frame   a wave by question id, ready for FrameAnswers
COLUMNS    raw column -> question and option of the bank
margins    who lives where, from ONS Census 2021 (Open Government Licence v3)
"""

from weft.demo.analysis import analysis_frame
from weft.demo.columns import COLUMNS, USER_MISSING, Column
from weft.demo.waves import Wave, generate, rake_margins
from weft.demo.writing import write

__all__ = ["COLUMNS", "USER_MISSING", "Column", "Wave", "analysis_frame", "generate", "rake_margins", "write"]
