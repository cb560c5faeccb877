"""All benchmarks, one after the other: ``python -m bench [NAME]…``; ``make bench`` installs what the peers need."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import bench


def main() -> int:
    """Run the named benchmarks, or all of them, each in a process of its own; tell which failed."""
    names = sorted(m.name for m in pkgutil.iter_modules(bench.__path__) if not m.ispkg and not m.name.startswith("_"))
    chosen = sys.argv[1:] or names
    if unknown := sorted(set(chosen) - set(names)):
        print(f"no such benchmark: {', '.join(unknown)}; known: {', '.join(names)}", file=sys.stderr)
        return 2
    failed = []
    for name in chosen:
        print(f"\n=== bench.{name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode:
            failed.append(name)
    print(f"\n{len(chosen) - len(failed)} of {len(chosen)} ran" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
