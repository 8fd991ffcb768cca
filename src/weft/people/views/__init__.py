"""Pages about people: each fetches what policy gives, checks, calls one action, redirects."""
