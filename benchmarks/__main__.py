"""make bench: python -m benchmarks [list|scoring|report|inbox|files|all] [--quick] [--rows N]."""

import argparse
import os
import signal
import sys

from benchmarks import ground, harness

ROWS = 18_000


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ratios side by side in one run.")
    parser.add_argument(
        "what", nargs="?", choices=("list", "scoring", "report", "inbox", "files", "all"), default="all"
    )
    parser.add_argument("--quick", action="store_true", help="short slices, few rounds; prints and writes nothing")
    parser.add_argument(
        "--rows", type=int, default=ROWS, help=f"products in the database ({ROWS}; 1000000 takes minutes)"
    )
    return parser.parse_args(argv)


def main() -> int:
    """0, whatever the ratios: goals are read by people, never by a test."""
    options = arguments()
    if options.rows < 1000:
        raise SystemExit("--rows must be 1000 or more.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ground.database() as postgres:
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        import django

        django.setup()
        from benchmarks import data

        print(f"laying {options.rows:,} products …", flush=True)
        laid = data.lay(options.rows)
        sections = {}
        if options.what in ("list", "all"):
            from benchmarks import list_bench

            sections["list"] = list_bench.run(laid, quick=options.quick)
        if options.what in ("report", "all"):
            from benchmarks import report_bench

            sections["report"] = report_bench.run(laid, quick=options.quick)
        if options.what in ("files", "all"):
            from benchmarks import files_bench

            sections["files"] = files_bench.run(quick=options.quick)
        # The last: it moves cycles of the province on, which the report counts.
        if options.what in ("scoring", "all"):
            from benchmarks import scoring_bench

            sections["scoring"] = scoring_bench.run(laid, quick=options.quick)
        if options.what in ("inbox", "all"):  # last: it lays rows of its own
            from benchmarks import inbox_bench

            sections["inbox"] = inbox_bench.run(laid, quick=options.quick)
        facts = harness.machine(postgres)
        for name, text in sections.items():
            text = f"{text.strip()}\n\n{facts}"
            print(f"\n{text}\n", flush=True)
            if not options.quick:
                harness.write_section(name if options.rows == ROWS else f"{name}-{options.rows}", text)
        from django.db import connection

        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
