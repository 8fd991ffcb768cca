"""The headers of every route: nothing from elsewhere, nothing kept, nothing said to others."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.crawler.crawl import STRANGERS, Crawl, Visit
from tests.crawler.routes import Route, routes
from tests.crawler.test_crawler import _quiet, small_crawl
from weft.people.roles.matrix import PUBLIC, matrix

__all__ = ["_quiet", "small_crawl"]
URLS = "tests.crawler.urls"
ROOT = Path(__file__).resolve().parents[2]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Permitted-Cross-Domain-Policies": "none",
}
pytestmark = pytest.mark.urls(URLS)


def faults_of(response: HttpResponse, *, is_public: bool) -> list[str]:
    """What is wrong with the headers of one answer."""
    found = [
        f"{name}: {response.get(name)}" for name, value in EVERYWHERE.items() if response.get(name) != value
    ]
    policy = directives(response)
    found += [
        f"{name}: {' '.join(sources)}"
        for name, sources in policy.items()
        if set(sources) - {"'self'", "'none'"}
    ]
    for name, wanted in {
        "default-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }.items():
        if policy.get(name) != wanted:
            found.append(f"{name}: {policy.get(name)}")
    if "camera=()" not in response.get("Permissions-Policy", ""):
        found.append("Permissions-Policy lets the camera")
    if not is_public and "no-store" not in response.get("Cache-Control", ""):
        found.append("a personal answer may be kept")
    return found


def directives(response: HttpResponse) -> dict[str, list[str]]:
    parts = [part.split() for part in response.get("Content-Security-Policy", "").split(";") if part.strip()]
    return {words[0]: words[1:] for words in parts}


@pytest.mark.parametrize("name", ["anybody", "resident", "analyst"])
def test_every_route_has_every_header(small_crawl: Crawl, name: str) -> None:
    visitors = {each.name: each for each in small_crawl.things.world.visitors}
    who = visitors.get(name) or small_crawl.things.world.stranger
    client = Client(raise_request_exception=False) if name == "anybody" else who.client
    faults = []
    for route in routes(URLS):
        kind = STRANGERS if route.parameters else "no thing"
        address, _relation = small_crawl.address(Visit(Route(route.name, route.parameters), who, "get", kind))
        is_public = name == "anybody" and matrix().routes[route.name] == PUBLIC
        faults += [f"{route.name}: {each}" for each in faults_of(client.get(address), is_public=is_public)]
    assert faults == []


@pytest.mark.parametrize("address", ["/no/such/page", "/measure/indicators/none/"])
def test_a_missing_page_has_them_too_and_is_not_kept(db: None, client: Client, address: str) -> None:
    assert faults_of(client.get(address), is_public=False) == []


def test_a_public_page_is_not_kept_for_somebody_signed_in(small_crawl: Crawl, client: Client) -> None:
    assert "no-store" not in client.get("/privacy").get("Cache-Control", "")
    assert "no-store" in small_crawl.things.world.visitors[0].client.get("/privacy")["Cache-Control"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", "default-src 'self'"),
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'"),
        ("Cache-Control", "max-age=60"),
        ("Referrer-Policy", "unsafe-url"),
        ("Permissions-Policy", "camera=*"),
    ],
)
def test_control_a_looser_header_is_noticed(db: None, client: Client, header: str, value: str) -> None:
    response = client.get("/no/such/page")
    assert faults_of(response, is_public=False) == []
    response[header] = value
    assert faults_of(response, is_public=False) != []


OVER_HTTPS = """
import django, json, logging; django.setup(); logging.disable(50)
from django.core.management import call_command; call_command("migrate", verbosity=0)
from django.test import Client
from tests.people.accounts.letters import code_to
client, address = Client(HTTP_HOST="weft.example"), "a@weft.example"
plain = client.get("/privacy")
page = client.get("/sign-in", secure=True)
asked = client.post("/sign-in", {"email": address}, secure=True)
client.post("/account/code", {"code": code_to(address)}, secure=True)
signed_in = client.post("/account/new", {"name": "Ana"}, secure=True)
assert "My account" in client.get("/account/", secure=True).content.decode()
chosen = client.post("/language", {"language": "ar"}, secure=True)
kept = {**page.cookies, **asked.cookies, **signed_in.cookies, **chosen.cookies}
NAMES = ("secure", "httponly", "path", "domain", "samesite")
print(json.dumps({
    "moved": [plain.status_code, plain["Location"]],
    "hsts": page["Strict-Transport-Security"],
    "cookies": {name: [cookie[each] for each in NAMES] for name, cookie in kept.items()},
}))
"""


def test_over_https_every_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ.get("PATH", ""), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "WEFT_MODE": "test",
        "WEFT_ROOT": str(ROOT), "WEFT_DATA": str(tmp_path), "WEFT_HOSTS": "weft.example",
        "DJANGO_SETTINGS_MODULE": "weft.config.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", OVER_HTTPS], env=env, capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert found["moved"] == [301, "https://weft.example/privacy"]
    assert re.fullmatch(r"max-age=\d{8,}.*", found["hsts"])
    assert set(found["cookies"]) == {"__Host-session", "__Host-csrf", "__Host-language"}
    assert set(map(tuple, found["cookies"].values())) == {(True, True, "/", "", "Lax")}
