"""``python -m keyworth``."""

from keyworth.cli import main

if __name__ == "__main__":
    main()
