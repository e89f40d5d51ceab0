"""`python -m policyglot`: the command line."""

import sys

from policyglot.cli import main

if __name__ == "__main__":
    sys.exit(main())
