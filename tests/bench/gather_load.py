"""Many arrive at once for the places of one session: `python -m tests.bench.gather_load --arrivals 2000 --seconds 60`.

Each arrival searches near a postcode, opens the session and books two different things: an e-mail address (a place is
held, the code page follows) or, every second one, a phone number (booked at once). Arrivals follow their own clock and
do not wait for each other. WEFT_DATABASE_URL names a PostgreSQL database. Needs PYTHONPATH=src.
"""

import argparse
import concurrent.futures
import http.client
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter

from tests.bench.forms_load import SERVER, wait_for
from tests.bench.processes import cpu_of, free_port

HOST = "bench.example"
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|once)" value="([^"]*)"')
PLACES, HANDS = 500, 64


class Arrival:
    """One visitor from an address of their own, behind the city's web server."""

    def __init__(self, port: int, number: int, told: list[tuple[float, str, int]]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.number, self.told, self.cookies = number, told, dict[str, str]()

    def ask(self, step: str, address: str, data: dict[str, str] | None = None) -> tuple[int, str, str]:
        chance = random.Random(self.number)
        headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/",
            "X-Forwarded-For": f"10.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(256)}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        body = urllib.parse.urlencode(data) if data is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request("POST" if data is not None else "GET", address, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.told.append((time.perf_counter() - began, step, answer.status))
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text, answer.headers.get("Location", "")

    def visit(self, session: str) -> str:
        """What became of it: booked, held, full, or the status of a failure."""
        _, _, onward = self.ask("search", "/gather/find", {"near": "SE1 7PB", "within": "5"})
        self.ask("list", onward)
        _, text, _ = self.ask("view", f"/gather/sessions/{session}/")
        hidden = dict(HIDDEN.findall(text.partition('id="book"')[2]))
        by_phone = self.number % 2
        contact = f"020 {self.number:08d}" if by_phone else f"v{self.number}@demonstration.example"
        data = {**hidden, "name": "Ada", "contact": contact, "people": "1"}
        status, _, onward = self.ask("book", f"/gather/sessions/{session}/book", data)
        if status == 302:
            self.ask("next", onward)
            return "booked" if by_phone else "held"
        return "full" if status == 200 else str(status)


def run(arrivals: int, seconds: float) -> int:
    session = in_django("prepare").split()[-1]
    port, told, ends = free_port(), list[tuple[float, str, int]](), Counter[str]()
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)], start_new_session=True)
    try:
        wait_for(port)
        for number in range(4):
            Arrival(port, 10**7 + number, []).ask("warm", "/gather/")
        cpu, began, lock = cpu_of(server.pid), time.perf_counter(), threading.Lock()

        def one(number: int) -> None:
            time.sleep(max(0.0, began + number * seconds / arrivals - time.perf_counter()))
            try:
                end = Arrival(port, number, told).visit(session)
            except Exception as error:
                end = type(error).__name__
            with lock:
                ends[end] += 1

        with concurrent.futures.ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(one, range(arrivals)))
        took, cpu = time.perf_counter() - began, cpu_of(server.pid) - cpu
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)
    report(told, ends, arrivals, took, cpu)
    print(in_django("count"))
    return int(any(status >= 500 for _, _, status in told))


def report(
    told: list[tuple[float, str, int]], ends: Counter[str], arrivals: int, took: float, cpu: float
) -> None:
    print(f"{arrivals} arrivals, all answered after {took:.1f} s; ends {dict(ends)}")
    print(f"{len(told)} requests, {len(told) / took:.0f} a second, CPU s each {cpu / len(told):.4f}")
    print(f"statuses {dict(Counter(status for _, _, status in told))}\n")
    print("| step | median ms | p95 ms | worst ms |\n|---|---|---|---|")
    for step in ("search", "list", "view", "book", "next", ""):
        times = sorted(seconds * 1000 for seconds, name, _ in told if name == step or not step)
        if times:
            p95 = times[int(len(times) * 0.95)]
            print(f"| {step or 'all'} | {statistics.median(times):.0f} | {p95:.0f} | {times[-1]:.0f} |")


def in_django(task: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.gather_load", task], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def _prepare() -> None:
    """One session of 500 places, and a hundred others around it."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.gather.public.conftest import TABLE, planned, venue
    from tests.places.make import file_of
    from weft.places.actions import import_postcodes, load_pack

    load_pack(by=None)
    import_postcodes(file=file_of(TABLE), by=None)
    for number in range(100):
        planned(3 + number % 20, where=venue(f"Hall {number}", number / 40), title=f"Ride {number}")
    print(planned(2, where=venue("Great Hall", 0.2), title="The one", places=PLACES).public_id)


def _count() -> None:
    from weft.gather.models import Booking, Capacity
    from weft.gather.queries.ledger import faults

    capacity = Capacity.objects.filter(session__activity__title="The one").get()
    states = Booking.objects.unscoped("bench").values_list("state", flat=True)
    print(
        f"taken {capacity.taken} of {capacity.total}; {dict(Counter(states))}; faults of the ledger {len(faults())}"
    )


def main() -> int:
    if sys.argv[1:2] in (["prepare"], ["count"]):
        import django

        django.setup()
        {"prepare": _prepare, "count": _count}[sys.argv[1]]()
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arrivals", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            WEFT_MODE="test", WEFT_DATA=folder, DJANGO_SETTINGS_MODULE="tests.bench.floor_settings"
        )
        os.environ["WEFT_HOSTS"] = f"{HOST},127.0.0.1"
        return run(chosen.arrivals, chosen.seconds)


if __name__ == "__main__":
    sys.exit(main())
