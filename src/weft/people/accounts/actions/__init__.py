"""Every write about accounts. Each is keyword-only, one transaction, and records an event in it."""
