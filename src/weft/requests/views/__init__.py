"""Pages about requests: for anyone who asks, and for the staff who answer."""
