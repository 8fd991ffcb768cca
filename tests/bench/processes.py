"""The processes of a server under measurement: which they are, what they cost."""

import os
import socket
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cpu_of(root: int) -> float:
    """Seconds of processor time the server and its workers used. A worker that ended, or was killed, is counted with
    the process that waited for it."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for pid in family(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15])) / ticks  # its own, and of the children it saw the end of
    return total


def family(root: int) -> list[int]:
    found, layer = [root], [root]
    while layer:
        below = []
        for pid in layer:
            path = Path(f"/proc/{pid}/task/{pid}/children")
            below += [int(each) for each in path.read_text().split()] if path.exists() else []
        found += below
        layer = below
    return found


def workers_of(root: int) -> list[int]:
    """The processes that answer: those of the server's family that listen and are not its first."""
    return [
        pid
        for pid in family(root)[1:]
        if "multiprocessing.spawn" in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    ]
