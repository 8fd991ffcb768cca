"""Rules a person could argue with: each has its name, its source and its test."""
