"""In every test of the vault and of my data, answers opened at the cipher are counted against the events."""

from tests.people.vault.counting import sensitive_reads_leave_events

__all__ = ["sensitive_reads_leave_events"]
