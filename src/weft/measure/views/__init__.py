"""The pages of Measure. A view fetches, checks, calls one action, redirects."""
