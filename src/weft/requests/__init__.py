"""Requests with clocks: another format of a page, what is kept about somebody, complaints.

Open to anyone without an account. Every kind has a promise in rules.py; the day it falls due never moves, and more time
is an event that everyone can see.
"""
