"""The forms about accounts."""
