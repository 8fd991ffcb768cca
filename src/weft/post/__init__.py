"""The outbox: every letter the service sends, kept until it is sent, never sent twice.

post.actions     queue (inside the transaction of what the letter tells of), send_due, send_again, forget_old
post.readers     the language somebody reads letters in
post.transport   by SMTP where WEFT_MAIL_URL names a server; in the demonstration into a sink, never a network
"""
