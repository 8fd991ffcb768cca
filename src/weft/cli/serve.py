"""`weft serve`: this city's own service, on its own data."""

import argparse

from weft.cli import server
from weft.cli.staff import PORT
from weft.cli.tick import ticking


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("serve", help="serve this city's own Weft")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    server.refuse_taken_port(options.address, options.port)
    server.prepare_database()
    from weft.measure.actions import recover_stalled

    recover_stalled()
    print(f"Weft is at http://{options.address}:{options.port}/  (stop with Ctrl+C)", flush=True)
    port = "" if options.port == PORT else f" --port {options.port}"
    print(
        f"First time here? In another window: ./weft staff add you@example.org --role system_admin{port}",
        flush=True,
    )
    with ticking():
        server.serve(options.address, options.port)
    return 0
