"""Survey-weighted regression, told as association: what goes with what, never what causes what."""
