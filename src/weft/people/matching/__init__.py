"""The matching profile: the few things a person agreed to be matched by. It knows nothing of the vault."""
