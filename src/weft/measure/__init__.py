"""Measure: a survey file becomes indicators by group and place, a release, and the pages that show it."""
