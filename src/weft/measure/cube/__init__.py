"""The cube of one release: every figure it will ever show, audited together, attacked, sealed.

plan (what will be shown, and the true counts) → build (protect, audit, repair) → attack → seal. See docs/disclosure.md.
"""
