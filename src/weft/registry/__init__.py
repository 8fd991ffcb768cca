"""Definitions that travel with every number: questions, indicators, breakdowns, areas, and the Figure.

definitions   what an indicator, question, breakdown and area are
conditions    the small language of numerators and denominators, in three-valued logic
load          versioned YAML files to definitions; a bad file is refused with file, line and remedy
figure        a number that cannot exist without its definition, base, period, area, source, interval
words         the only verdicts, sentences and verbs Weft uses about a figure
data/         the files
"""
