"""Figures for areas too small for the survey alone: modelled, labelled so, and summing to the city's figure."""
