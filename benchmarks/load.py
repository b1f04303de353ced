"""The load generator: a process of its own at nice 10, keep-alive connections, answers checked. python -m benchmarks.load

In, one line of JSON: {"port", "cookie", "connections", "seconds", "paths": […], "marker"}; out: {"seconds", "millis": […]}.
"""

import contextlib
import http.client
import os
import socket
import threading
import time

from benchmarks.harness import answer_lines


def run(question: dict) -> dict:
    """One slice: every connection asks the paths in turn until the time is over. The first answer of each is not counted."""
    millis: list[float] = []
    errors: list[str] = []
    start = threading.Barrier(question["connections"] + 1)

    def one(offset: int) -> None:
        try:
            _ask(question, offset, start, millis)
        except Exception as error:  # the parent must hear of it, whatever it is
            errors.append(f"{type(error).__name__}: {error}")
            start.abort()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(question["connections"])]
    for thread in threads:
        thread.start()
    with contextlib.suppress(threading.BrokenBarrierError):  # the reason stands in errors
        start.wait(timeout=60)
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return {"seconds": time.perf_counter() - began, "millis": millis, "error": errors[0] if errors else ""}


def _ask(question: dict, offset: int, start: threading.Barrier, millis: list[float]) -> None:
    paths, marker = question["paths"], question["marker"].encode()
    connection = http.client.HTTPConnection("127.0.0.1", question["port"], timeout=60)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    headers = {"Cookie": question["cookie"]}

    def once(path: str) -> None:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200 or marker not in body:
            raise RuntimeError(f"{path} answered {response.status} without the expected content")

    try:
        once(paths[offset % len(paths)])
        start.wait(timeout=60)
        end = time.perf_counter() + question["seconds"]
        turn = offset
        while (began := time.perf_counter()) < end:
            turn += 1
            once(paths[turn % len(paths)])
            millis.append((time.perf_counter() - began) * 1000)
    finally:
        connection.close()


if __name__ == "__main__":
    os.nice(10)
    answer_lines(run)
