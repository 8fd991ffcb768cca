"""Why pages say "same-origin" and not "no-referrer": measured in a real browser, against two sites."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page

Sites = tuple[ThreadingHTTPServer, ThreadingHTTPServer]
pytestmark = pytest.mark.browser


class Site(BaseHTTPRequestHandler):
    """A page with a form and a link elsewhere, under the referrer policy its address names. Keeps what it is told."""

    def do_GET(self) -> None:
        self.server.told.append((self.path, self.headers.get("Referer", ""), ""))  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Referrer-Policy", self.path.rpartition("/")[2] or "same-origin")
        self.end_headers()
        other = self.server.other  # type: ignore[attr-defined]
        page = f'<form method="post" action="/sent"><button>Send</button></form><a href="{other}/elsewhere">Go</a>'
        self.wfile.write(page.encode())

    def do_POST(self) -> None:
        told = (self.path, self.headers.get("Referer", ""), self.headers.get("Origin", ""))
        self.server.told.append(told)  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def sites() -> Iterator[Sites]:
    ours, other = (ThreadingHTTPServer(("127.0.0.1", 0), Site) for _ in range(2))
    for site in (ours, other):
        site.told = []  # type: ignore[attr-defined]
        site.other = f"http://127.0.0.1:{other.server_port}"  # type: ignore[attr-defined]
        Thread(target=site.serve_forever, daemon=True).start()
    yield ours, other
    for site in (ours, other):
        site.shutdown()
        site.server_close()


@pytest.mark.parametrize(
    ("policy", "form_says", "another_site_learns"),
    [
        ("same-origin", "us", "nothing"),
        ("no-referrer", "null", "nothing"),
        ("strict-origin", "us", "our name"),
    ],
)
def test_what_a_browser_says_under_each_policy(
    page: Page,
    sites: tuple[ThreadingHTTPServer, ThreadingHTTPServer],
    policy: str,
    form_says: str,
    another_site_learns: str,
) -> None:
    ours, other = sites
    us = f"http://127.0.0.1:{ours.server_port}"
    page.goto(f"{us}/personal/{policy}")
    with page.expect_response(f"{us}/sent"):
        page.get_by_role("button").click()
    page.get_by_role("link").click()
    page.wait_for_url("**/elsewhere")
    origin = next(told[2] for told in ours.told if told[0] == "/sent")  # type: ignore[attr-defined]
    learnt = next(told[1] for told in other.told if told[0] == "/elsewhere")  # type: ignore[attr-defined]
    assert origin == {"us": us, "null": "null"}[form_says]
    assert learnt == {"nothing": "", "our name": f"{us}/"}[another_site_learns]
