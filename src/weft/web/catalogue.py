"""Compile translations: django.po (text, for people) to django.mo (what Django reads), without gettext.

Run `python -m weft.web.catalogue` after changing a .po file; a test refuses a stale .mo.
"""

import ast
import struct
from pathlib import Path

FORMS = tuple(f"msgstr[{number}]" for number in range(6))  # Arabic has six
KEYWORDS = ("msgctxt", "msgid", "msgid_plural", "msgstr", *FORMS)
LOCALES = Path(__file__).parent / "locale"
MAGIC = 0x950412DE


def read_po(text: str) -> dict[str, str]:
    """The messages of a .po file: key (context and words) to translation, plural forms with a nought between them."""
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    keyword = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            _keep(entry, messages)
            entry, keyword = {}, ""
            continue
        first, _, rest = line.partition(" ")
        if first in KEYWORDS:
            keyword, line = first, rest
        entry[keyword] = entry.get(keyword, "") + ast.literal_eval(line)
    return messages


def _keep(entry: dict[str, str], messages: dict[str, str]) -> None:
    context = f"{entry['msgctxt']}\x04" if "msgctxt" in entry else ""
    if "msgid_plural" in entry:
        forms = [entry[form] for form in FORMS if form in entry]
        messages[f"{context}{entry['msgid']}\0{entry['msgid_plural']}"] = "\0".join(forms)
    elif entry.get("msgstr"):
        messages[context + entry["msgid"]] = entry["msgstr"]


def write_mo(messages: dict[str, str]) -> bytes:
    """The GNU .mo form: a header, two tables of (length, offset), then the words, each ended by a nought."""
    pairs = sorted((key.encode(), said.encode()) for key, said in messages.items())
    start = 28 + 16 * len(pairs)
    keys = b"".join(key + b"\0" for key, _ in pairs)
    table_of_keys = _table([key for key, _ in pairs], start)
    table_of_words = _table([said for _, said in pairs], start + len(keys))
    header = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return header + table_of_keys + table_of_words + keys + b"".join(said + b"\0" for _, said in pairs)


def _table(words: list[bytes], offset: int) -> bytes:
    rows = b""
    for word in words:
        rows += struct.pack("<2I", len(word), offset)
        offset += len(word) + 1
    return rows


def compile_all(folder: Path = LOCALES) -> list[Path]:
    """Write every .mo below a folder anew."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        target.write_bytes(write_mo(read_po(source.read_text(encoding="utf-8"))))
        written.append(target)
    return written


if __name__ == "__main__":
    compile_all()
