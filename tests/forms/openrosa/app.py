"""A field app, scripted: what ODK Collect says to a server, header for header, and what it needs to hear.

From Collect's own client (getodk/collect, open-rosa): it asks without credentials first, answers a challenge, and from
then on sends them at once; every request carries X-OpenRosa-Version and a Date; before sending it asks HEAD and goes on
only after 204; answers and files go in a multipart form whose part of answers is xml_submission_file; too much for one
request is sent in several, each but the last marked *isIncomplete*; only 201 and 202 mean that it was taken.
"""

import base64
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import fromstring

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
RESPONSE = "{http://openrosa.org/http/response}"
HEADERS = {
    "User-Agent": "org.odk.collect.android/v2026.1.0 Dalvik/2.1.0 (Linux; U; Android 14; Pixel 6)",
    "X-OpenRosa-Version": "1.0",
    "Date": "Sun, 22 Nov 2026 10:00:00 GMT",
}


@dataclass(frozen=True)
class Heard:
    """What the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def message(self) -> str:
        return fromstring(self.body).findtext(f"{RESPONSE}message") or ""


Send = Callable[[str, str, Mapping[str, str], bytes], Heard]


@dataclass
class FieldApp:
    """An app with its settings; `send` carries a request to the server: (method, path, headers, body)."""

    send: Send
    username: str
    token: str
    most: int = 10_000_000
    was_challenged: bool = False
    log: list[tuple[str, str, int]] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> Heard:
        """A request as Collect makes it: with credentials once it was challenged with Basic, never before."""
        packed = base64.b64encode(f"{self.username}:{self.token}".encode()).decode()
        headers = {**HEADERS, **({"Content-Type": content_type} if content_type else {})}
        known = {**headers, "Authorization": f"Basic {packed}"}
        if self.was_challenged:
            return self._said(method, path, known, body)
        heard = self._said(method, path, headers, body)
        if heard.status == 401 and heard.headers.get("WWW-Authenticate", "").startswith("Basic "):
            self.was_challenged = True
            heard = self._said(method, path, known, body)
        return heard

    def _said(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Heard:
        heard = self.send(method, path, headers, body)
        self.log.append((method, path, heard.status))
        return heard

    def forms(self, query: str = "") -> list[dict[str, str]]:
        """The list as Collect reads it: every entry needs an id, a name and an address."""
        heard = self.ask("GET", f"/field/formList{query}")
        assert heard.status == 200, heard
        assert heard.headers["X-OpenRosa-Version"] == "1.0"
        assert "text/xml" in heard.headers["Content-Type"]
        root = fromstring(heard.body)
        assert root.tag == f"{LIST}xforms"
        found = [{child.tag.removeprefix(LIST): child.text or "" for child in form} for form in root]
        assert all(form["formID"] and form["name"] and form["downloadUrl"] for form in found)
        assert all(form["hash"].startswith("md5:") for form in found)
        return found

    def fetch(self, address: str) -> bytes:
        heard = self.ask("GET", "/" + address.split("/", 3)[3])
        assert heard.status == 200, heard
        return heard.body

    def submit(self, xml: str, files: Mapping[str, bytes] | None = None) -> list[Heard]:
        """Ask first, then send in as many requests as it takes; stops at the first that is not taken."""
        ready = self.ask("HEAD", "/field/submission")
        if ready.status != 204:
            return [ready]
        assert ready.headers["X-OpenRosa-Version"] == "1.0"
        most = min(self.most, int(ready.headers["X-OpenRosa-Accept-Content-Length"]))
        path = "/" + ready.headers["Location"].split("/", 3)[3]
        answers: list[Heard] = []
        for parts in _portions(xml, dict(files or {}), most):
            body, kind = multipart(parts)
            answers.append(self.ask("POST", path, body, kind))
            if answers[-1].status not in (201, 202):
                break
        return answers


Part = tuple[str, str, str, bytes]  # name, file name, content type, content


def _portions(xml: str, files: dict[str, bytes], most: int) -> list[list[Part]]:
    """The parts of each request: always the answers, and files while they fit."""
    first: Part = ("xml_submission_file", "answers.xml", "text/xml", xml.encode())
    portions, size = [[first]], len(xml)
    for name, content in files.items():
        if len(portions[-1]) > 1 and size + len(content) > most:
            portions[-1].append(("*isIncomplete*", "", "", b"yes"))
            portions.append([first])
            size = len(xml)
        portions[-1].append((name, name, "image/jpeg", content))
        size += len(content)
    return portions


def multipart(parts: list[Part]) -> tuple[bytes, str]:
    """A body of form parts, and its content type."""
    mark = uuid.uuid4().hex
    lines = b""
    for name, file_name, kind, content in parts:
        shown = f'; filename="{file_name}"' if file_name else ""
        lines += f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{shown}\r\n'.encode()
        lines += (f"Content-Type: {kind}\r\n" if kind else "").encode()
        lines += f"Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n"
    return lines + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
