"""People, households, organisations and groups; who belongs to what and as what.

people.roles     the matrix of roles, and the one function that decides who may
people.accounts  signing in, second factors, invitations
people.vault     monitoring answers, sealed, for monitoring only
people.matching  what a person agreed to be matched by, apart from the vault
"""
