"""Answer a form of 20 questions through a real server, many at once: `python -m tests.bench.forms_load`.

--responses 80   how many responses are sent
--kill           kill -9 a worker of the server midway; then every response is counted, and none may be lost or doubled

Sessions, accounts, translation (Arabic), events and encryption are on. Beside the responses an empty view is asked
behind the same middleware, before and after: the machine's own speed wanders with what else it does. Clients speak
HTTP/1.1 and keep their connection, as a browser does. WEFT_DATABASE_URL names a PostgreSQL database; without it
SQLite in a temporary folder.
Needs PYTHONPATH=src.
"""

import argparse
import http.client
import multiprocessing
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.forms_load_table import form_table
from tests.bench.processes import cpu_of, free_port, workers_of

AT_ONCE, QUESTIONS = 8, 20
EMPTY_ASKED = 400  # times the empty view is asked, before and after
LANGUAGE = "Arabic (ar)"
FORM = "load"
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|revision|shown|once)" value="([^"]*)"')
SERVER = "import sys; from weft.cli.server import serve; serve('127.0.0.1', int(sys.argv[1]))"
TRIES = 60


@dataclass
class Told:
    """What the clients saw."""

    seconds: list[float] = field(default_factory=list)  # of each request
    pages: int = 0
    sent: int = 0
    retried: int = 0


@dataclass(frozen=True)
class Result:
    """Of one run: how fast, at what cost, and what is in the database afterwards."""

    told: Told
    took: float
    cpu: float
    floor: float  # CPU seconds of the empty view
    submitted: int
    different: int

    def lines(self) -> list[str]:
        asked = sorted(self.told.seconds)
        each = self.cpu / self.told.sent
        p95 = asked[int(len(asked) * 0.95)] * 1000
        return [
            f"{self.told.sent} responses of {QUESTIONS} questions, {AT_ONCE} at once: {self.took:.1f} s",
            f"whole responses/s {self.told.sent / self.took:.2f}, CPU s each {each:.3f}",
            f"pages answered/s {self.told.pages / self.took:.1f}, "
            f"CPU s each (save, then show the next) {self.cpu / self.told.pages:.4f}",
            f"an empty view {self.floor * 1000:.2f} ms of CPU; a whole response is {each / self.floor:.0f} of them, "
            f"{len(asked) / self.told.sent:.0f} requests",
            f"a request: median {statistics.median(asked) * 1000:.0f} ms, p95 {p95:.0f} ms",
            f"sent {self.told.sent}, in the database {self.submitted}, of them different {self.different}, "
            f"requests sent again {self.told.retried}",
        ]


class Browser:
    """One visitor: a connection, cookies, and the patience to send a request again."""

    def __init__(self, port: int, told: Told, number: int = 0) -> None:
        self.port, self.told, self.cookies = port, told, dict[str, str]()
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def go(self, address: str, data: dict[str, str] | None = None) -> tuple[str, str]:
        """The page an address leads to: where one ends, and its text."""
        status, text, onward = self._asked(address, data)
        while status in (301, 302, 303):
            address = onward
            status, text, onward = self._asked(address, None)
        if status != 200:
            raise RuntimeError(f"{status} at {address}")
        return address, text

    def close(self) -> None:
        self.connection.close()

    def _asked(self, address: str, data: dict[str, str] | None) -> tuple[int, str, str]:
        for _ in range(TRIES):
            try:
                return self._once(address, data)
            except (OSError, http.client.HTTPException):
                self.told.retried += 1
                self.connection.close()
                time.sleep(0.25)
        raise RuntimeError("The server is gone.")

    def _once(self, address: str, data: dict[str, str] | None) -> tuple[int, str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "X-Forwarded-For": self.address}
        body = None
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(data)
        began = time.perf_counter()
        self.connection.request("POST" if data is not None else "GET", address, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.told.seconds.append(time.perf_counter() - began)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers.get("Location", "")


def answer_form(browser: Browser, number: int) -> None:
    """One response, from the first page to the thank-you page."""
    _, text = browser.go(f"/forms/{FORM}/")
    at, text = browser.go(f"/forms/{FORM}/", {**hidden(text), "language": LANGUAGE})
    while "/page/" in at:
        name = at.partition("/page/")[2].strip("/")
        value = f"person {number}" if name == "q1" else "7" if name.startswith("n") else "a"
        at, text = browser.go(at, {**hidden(text), f"a--{name}": value})
        browser.told.pages += 1
    at, text = browser.go(at.replace("/check/", "/send/"))
    at, _ = browser.go(at, hidden(text))
    if not at.endswith("/thanks/"):
        raise RuntimeError(f"not sent: {at}")
    browser.told.sent += 1


def hidden(text: str) -> dict[str, str]:
    main = text.partition("<main")[2]
    return dict(reversed(HIDDEN.findall(main.partition('class="languages"')[0])))


def run(folder: Path, responses: int, *, kill: bool) -> Result:
    """Prepare a database, serve, answer, count."""
    prepare(folder)
    port = free_port()
    env = {**os.environ, "OMP_NUM_THREADS": "1", "DJANGO_SETTINGS_MODULE": "tests.bench.floor_settings"}
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], env=env, start_new_session=True)
    try:
        wait_for(port)
        told = Told()
        answer_all(port, AT_ONCE, Told())  # each worker has read the form
        empty_view(server.pid, port)  # each worker has loaded every room
        floor = empty_view(server.pid, port)
        before, began = cpu_of(server.pid), time.perf_counter()
        killer = threading.Timer(0, lambda: None)
        if kill:
            killer = threading.Thread(target=kill_midway, args=(server.pid, told, responses))  # type: ignore[assignment]
        killer.start()
        answer_all(port, responses, told)
        took, cpu = time.perf_counter() - began, cpu_of(server.pid) - before
        killer.join()
        floor = (floor + empty_view(server.pid, port)) / 2
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    return Result(told, took, cpu, floor, *counted())


def empty_view(server: int, port: int) -> float:
    """CPU seconds of a request that does nothing, asked by as many at once."""

    def visit() -> None:
        with closing(Browser(port, Told())) as browser:
            for _ in range(EMPTY_ASKED // AT_ONCE):
                browser.go("/floor")

    before = cpu_of(server)
    hands = [threading.Thread(target=visit) for _ in range(AT_ONCE)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return (cpu_of(server) - before) / EMPTY_ASKED


def kill_midway(server: int, told: Told, responses: int) -> None:
    while told.sent < responses // 2:
        time.sleep(0.01)
    os.kill(workers_of(server)[0], signal.SIGKILL)


def answer_all(port: int, responses: int, told: Told) -> None:
    numbers = iter(range(responses))
    lock, failures = threading.Lock(), []

    def visit() -> None:
        while not failures:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                with closing(Browser(port, told, number)) as browser:
                    answer_form(browser, number)
            except Exception as error:
                failures.append(error)

    hands = [threading.Thread(target=visit) for _ in range(AT_ONCE)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    if failures:
        raise failures[0]


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def in_django(task: str, folder: Path) -> str:
    """Django in a process of its own: nothing of it is left in the one that measures."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.forms_load", task, str(folder)],
        env=os.environ.copy(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def prepare(folder: Path) -> None:
    os.environ.update(WEFT_MODE="test", WEFT_DATA=str(folder), DJANGO_SETTINGS_MODULE="weft.config.settings")
    in_django("prepare", folder)


def counted() -> tuple[int, int]:
    first, second = in_django("count", Path()).split()[-2:]
    return int(first), int(second)


def _prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from tests.forms.pages.samples import version_of

    call_command("migrate", verbosity=0)
    version_of(form_table(), FORM)


def _count() -> None:
    import django

    django.setup()
    from weft.forms.answers import filling_of
    from weft.forms.models import Response

    rows = Response.objects.unscoped("bench").filter(state="submitted").select_related("version")
    names = [filling_of(row).state("/data/q1").value for row in rows]
    real = names[AT_ONCE:]  # the first warmed the server
    print(len(real), len(set(real)))


def main() -> int:
    if len(sys.argv) > 1 and sys.argv[1] in ("prepare", "count"):
        {"prepare": _prepare, "count": _count}[sys.argv[1]]()
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=80)
    parser.add_argument("--kill", action="store_true")
    chosen = parser.parse_args()
    multiprocessing.set_start_method("spawn", force=True)
    with tempfile.TemporaryDirectory() as folder:
        result = run(Path(folder), chosen.responses, kill=chosen.kill)
    print("\n".join(result.lines()))
    return 0 if result.told.sent == result.submitted == result.different else 1


if __name__ == "__main__":
    raise SystemExit(main())
