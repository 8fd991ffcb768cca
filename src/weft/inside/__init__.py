"""Analysts inside: free tables of a survey for accredited analysts, and the airlock through which anything leaves.

states, rules     where an output stands; budget, days and sizes, each with its source
models            Opening (a survey opened for this), Admission (who, until when, how many tables), Table, Output
keys              the record keys: one random number a row of a file, made once, never shown
tables            a survey as the room sees it; crossing people; perturbed tables
airlock           what a file is, what a spreadsheet holds, the automatic checks
actions           open and close, admit and renew; ask for a table; ask out, approve, send back, take away
"""
