"""Accounts: signing in with a code by e-mail, passkeys, one-time codes, invitations."""
