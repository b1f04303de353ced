"""`make run`: migrate, lay the demo data, start the job runner and, once it has beaten, the web server. Ctrl-C stops both."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def main() -> int:
    """Exit status of the web server, or 1 when a step before it failed."""
    os.chdir(ROOT)
    os.environ.setdefault("DEMO", "1")
    (ROOT / "staticfiles").mkdir(exist_ok=True)  # nothing is collected here; whitenoise would warn of its absence
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        print(f"PORT must be a number from 1 to 65535; it is {port!r}.", file=sys.stderr)
        return 1
    ready = subprocess.Popen([sys.executable, str(ROOT / "tools" / "ready.py")], stdout=subprocess.PIPE, text=True)
    if ready.stdout.readline().strip() != "laid":
        return ready.wait() or 1
    runner = subprocess.Popen([*MANAGE, "run_jobs", "--skip-checks"])
    web = None

    def stop(_signal, _frame):
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):  # a shell may have started us with SIGINT ignored
        signal.signal(number, stop)
    try:
        if ready.wait() or runner.poll() is not None:
            return 1
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "ocop_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1",
             "--worker-class", "gthread", "--threads", "4", "--keep-alive", "5", "--log-level", "warning"]
        )  # fmt: skip
        print(
            f"OCOP: http://127.0.0.1:{port}/ (demo: tinh, xa, hoidong1 … password ocop-demo). Ctrl-C stops.", flush=True
        )
        while web.poll() is None and runner.poll() is None:
            time.sleep(0.5)
        return web.poll() or runner.poll() or 0
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (ready, web, runner):
            if process is not None and process.poll() is None:
                process.terminate()
        for process in (web, runner):
            if process is not None:
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()


if __name__ == "__main__":
    sys.exit(main())
