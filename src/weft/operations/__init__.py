"""Keeping the service alive: backup, restore, the tick that runs what is periodic, health, outages.

operations.actions   back_up, restore, tick: what the command line and the ticking child call
operations.archive   one file a backup, checked whole before it is trusted
operations.stores    a consistent copy of SQLite or PostgreSQL while serving, and the way back
operations.rules     how often, how many are kept, how much room is needed
operations.health    what is told to whoever watches the service
"""
