"""Check Weft's record with the standard library alone: python verify_record.py DATABASE [anchors.log [master-key]]
DATABASE is the SQLite file, or a postgresql:// address (needs psycopg). Ends with 1 when something is wrong."""
import base64, datetime, hashlib, hmac, json, pathlib, sqlite3, sys  # noqa: E401

CHAINS = {"event": ("at", "actor", "action", "thing", "purpose", "before", "after", "reason"),
          "fact": ("kind", "on", "area", "programme", "edition", "key", "traits", "quantities", "at")}


def plain(name, value):
    if name in ("before", "after", "traits", "quantities") and isinstance(value, str):
        return json.loads(value)
    if name == "at":
        moment = value.astimezone(datetime.UTC) if hasattr(value, "tzinfo") else datetime.datetime.fromisoformat(value)
        return moment.replace(tzinfo=datetime.UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, datetime.date) else value


def walk(ask, noun, fields, anchored, say):
    fields, before, last = ("number", *fields, "previous"), "0" * 64, 0
    for row in ask(f"SELECT {', '.join(chr(34) + f + chr(34) for f in (*fields, 'digest'))} FROM record_{noun} ORDER BY number"):
        said, digest, last = {f: plain(f, v) for f, v in zip(fields, row)}, row[-1], last + 1
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if said["number"] != last or said["previous"] != before:
            say(f"{noun} {said['number']} does not follow the one before it")
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            say(f"{noun} {said['number']} was changed")
        if anchored.pop(said["number"], digest) != digest:
            say(f"{noun} {said['number']} is not the one that was anchored")
        before, last = digest, said["number"]
    _ = [say(f"{noun} {number} was anchored and is gone") for number in anchored]
    return last, before


def anchors(lines, key, say):
    found, mac = {"event": {}, "fact": {}}, ""
    for place, line in enumerate(lines, 1):
        said, _, own = line.rpartition(" ")
        if key and hmac.new(key, f"{mac} {said}".encode(), hashlib.sha256).hexdigest() != own:
            say(f"anchor {place} was changed")
        mac, parts = own, said.split(" ")
        for noun, number, digest in (("event", parts[0], parts[1]), ("fact", parts[2], parts[3])):
            found[noun].update({int(number): digest} if int(number) else {})
    return found


def check(ask, lines=(), key=b""):
    faults = []
    anchored = anchors(lines, key, faults.append)
    ends = [end for noun in CHAINS for end in walk(ask, noun, CHAINS[noun], anchored[noun], faults.append)]
    if [list(h) for h in ask("SELECT id, number, digest, fact_number, fact_digest FROM record_chainhead")] != [[1, *ends]]:
        faults.append("the end of the record does not match its last rows")
    return faults


if __name__ == "__main__":
    where, log, keys = (sys.argv[1:] + ["", ""])[:3]
    ask = sqlite3.connect(f"file:{where}?mode=ro", uri=True).execute if "://" not in where else __import__("psycopg").connect(where).execute
    root = base64.b64decode(pathlib.Path(keys).read_text().split()[-1]) if keys else b""
    found = check(ask, pathlib.Path(log).read_text().splitlines() if log else (), root and hmac.new(root, b"weft pseudonym\nanchors", hashlib.sha256).digest())
    sys.exit("\n".join(found) or 0)
