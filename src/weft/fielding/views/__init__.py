"""Pages of fieldwork: for the office, and for whoever holds a code."""
