"""The record: what was done, by whom and why, in a chain that cannot be altered unnoticed; and the facts that
outlive people's data. Every write of consequence calls `record_event` inside its own transaction.

record.actions    record_event, record_fact
record.once       a retry with the same idempotency key does nothing twice
record.keys       sealing: AES-GCM under a key of each holder, wrapped by a key file outside the database
record.personal   how a model says what each of its fields holds about a person
record.ids        public ids and pseudonymous keys
"""
