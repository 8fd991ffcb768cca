"""The base page, the look, the forms and the charts that every room of the house uses."""
