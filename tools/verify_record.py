"""Check Weft's record with the standard library alone: python3 verify_record.py DATABASE [anchors.log [master-key]]
DATABASE is the SQLite file, or a postgresql:// address (needs psycopg). Ends with 1 when something is wrong."""

import base64, datetime, hashlib, hmac, json, pathlib, sqlite3, sys  # noqa: E401, I001

JSON = ("before", "after", "traits", "quantities")
EVENT = ("number", "at", "actor", "action", "thing", "purpose", "before", "after", "reason", "previous")
PLACE = ("area", "programme", "edition", "key")
FACT = ("number", "kind", "on", *PLACE, "traits", "quantities", "at", "previous")
HEAD = "SELECT id, number, digest, fact_number, fact_digest FROM record_chainhead"


def plain(name, value):
    if name == "at" and isinstance(value, str):
        value = datetime.datetime.fromisoformat(value).replace(tzinfo=datetime.UTC)
    if name == "at":
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    if name == "on":
        return str(value)
    return json.loads(value) if name in JSON and isinstance(value, str) else value


def walk(ask, noun, fields, anchored, say):
    columns, before, last = ", ".join(f'"{f}"' for f in (*fields, "digest")), "0" * 64, 0
    for *row, digest in ask(f"SELECT {columns} FROM record_{noun} ORDER BY number"):
        said = {field: plain(field, value) for field, value in zip(fields, row, strict=True)}
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if said["number"] != last + 1 or said["previous"] != before:
            say(f"{noun} {said['number']} does not follow the one before it")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            say(f"{noun} {said['number']} was changed")
        before, last = digest, said["number"]
        if anchored.pop(last, digest) != digest:
            say(f"{noun} {last} is not the one that was anchored")
    _ = [say(f"{noun} {number} was anchored and is gone") for number in anchored if number]
    return last, before


def check(ask, lines=(), key=b""):
    faults, events, facts, mac = [], {}, {}, ""
    for place, line in enumerate(lines, 1):
        said, _, own = line.rpartition(" ")
        if key and hmac.new(key, f"{mac} {said}".encode(), hashlib.sha256).hexdigest() != own:
            faults.append(f"anchor {place} was changed")
        event, events_digest, fact, facts_digest, _ = said.split(" ")
        events[int(event)], facts[int(fact)], mac = events_digest, facts_digest, own
    ends = (*walk(ask, "event", EVENT, events, faults.append), *walk(ask, "fact", FACT, facts, faults.append))
    return faults if [tuple(row) for row in ask(HEAD)] == [(1, *ends)] else [*faults, "the end is wrong"]


if __name__ == "__main__":
    where, log, keys, *_ = [*sys.argv[1:], "", "", ""]
    if not where:
        sys.exit(__doc__)
    url = where.startswith("postgres")
    ask = __import__("psycopg").connect(where) if url else sqlite3.connect(f"file:{where}?mode=ro", uri=True)
    root = base64.b64decode(pathlib.Path(keys).read_text().split()[-1]) if keys else b""
    key = root and hmac.new(root, b"weft pseudonym\nanchors", hashlib.sha256).digest()
    found = check(ask.execute, pathlib.Path(log).read_text().splitlines() if log else (), key)
    sys.exit("\n".join(found) or (sys.stdout.write("whole\n") and 0))
