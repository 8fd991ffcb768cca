"""`python -m weft`: the command line, after ./weft has prepared the environment."""

import sys

from weft.cli import main

sys.exit(main(sys.argv[1:]))
