"""``python -m keyworth.cli``."""

from keyworth.cli import main

main()
