"""`weft post`: the letters in the outbox, for a service without a mail server, and to send them by hand."""

import argparse

from weft.cli import server


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("post", help="the letters that wait to be sent")
    parser.add_argument("--send", action="store_true", help="send what is due now")
    parser.add_argument("--text", action="store_true", help="show addresses and texts too")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    server.prepare_database()
    from django.conf import settings

    from weft.post.actions import send_due
    from weft.post.queries import latest

    if options.send:
        print(f"{send_due()} sent.")
    letters = list(latest())
    if not settings.MAIL and not settings.DEMO:
        how = "" if options.text else " Show them with: ./weft post --text"
        print(f"No mail server is named (WEFT_MAIL_URL), so letters wait here.{how}")
    if not letters:
        print("There are no letters.")
    for message, letter in letters:
        print(f"{message.made_at:%Y-%m-%d %H:%M}  {message.state:<8}{message.kind:<18}{message.problem}")
        if options.text:
            print(f"    To: {letter.to}\n    {letter.subject}\n")
            print("".join(f"    {line}\n" for line in letter.body.splitlines()))
    return 0
