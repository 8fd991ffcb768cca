"""A small real mail server on this machine: takes letters, refuses, or never answers."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

ANSWERS = {"DATA": "354 go on", "QUIT": "221 bye"}


@dataclass
class Server:
    """How it answers, where it listens, what it took."""

    answer_to_recipient: str = "250 ok"
    is_silent: bool = False
    port: int = 0
    letters: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


class Conversation(socketserver.StreamRequestHandler):
    """Enough SMTP (RFC 5321) for one letter a connection."""

    server: "Listening"

    def handle(self) -> None:
        told = self.server.told
        if told.is_silent:
            told.closing.wait(5)
            return
        self.say("220 here")
        while word := self.rfile.readline().decode().strip().upper()[:4]:
            self.say(told.answer_to_recipient if word == "RCPT" else ANSWERS.get(word, "250 ok"))
            if word == "DATA" and told.answer_to_recipient.startswith("250"):
                self.take()
            if word == "QUIT":
                return

    def take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.told.letters.append(b"".join(lines).decode().replace("\r\n", "\n"))
        self.say("250 taken")

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class Listening(socketserver.ThreadingTCPServer):
    told: Server


@contextmanager
def running(told: Server) -> Iterator[Server]:
    """The server in a thread of its own, for as long as the block lasts."""
    with Listening(("127.0.0.1", 0), Conversation) as listening:
        listening.told, told.port = told, listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield told
        finally:
            told.closing.set()
            listening.shutdown()
            thread.join(5)
