"""The load generator of saving: one person, one sheet, each save on the version that the one before it made.

In, one line of JSON: {"port", "session", "path", "version", "answers": [{code: place}, …], "whole", "seconds", "mark"};
out: {"seconds", "millis": […]}. An answer that is not saved ends the run: a refused save is quick and counts for nothing.
"""

import http.client
import json
import os
import re
import socket
import time
from urllib.parse import urlencode

from benchmarks.harness import answer_lines

TOKEN = "b" * 32  # a CSRF secret of the visitor's own: cookie and field agree


def run(question: dict) -> dict:
    """Saves until the time is over. The first one is not counted."""
    connection = http.client.HTTPConnection("127.0.0.1", question["port"], timeout=60)
    connection.connect()
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    name = "csrftoken"
    headers = {
        "Cookie": f"sessionid={question['session']}; {name}={TOKEN}", "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    version, millis, began = question["version"], [], time.perf_counter()
    end, turn = began + question["seconds"], 0
    try:
        while turn < 2 or time.perf_counter() < end:
            body = urlencode(_fields(question, version, turn))
            start = time.perf_counter()
            connection.request("POST", question["path"], body=body, headers=headers)
            response = connection.getresponse()
            text = response.read().decode()
            if response.status != (302 if question["whole"] else 200):
                words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))[:300]
                return {"seconds": 0, "millis": [], "error": f"{question['path']} answered {response.status}: {words}"}
            if turn:
                millis.append((time.perf_counter() - start) * 1000)
            else:
                began = time.perf_counter()
            version = version + 1 if question["whole"] else json.loads(text)["version"]
            turn += 1
    finally:
        connection.close()
    return {"seconds": time.perf_counter() - began, "millis": millis, "error": ""}


def _fields(question: dict, version: int, turn: int) -> dict:
    """One answer, or all of them; each time other ones than the time before."""
    common = {"version": version, "request_id": f"load-{question['mark']}-{turn}"}
    first, second = question["answers"]
    if question["whole"]:
        chosen = (first, second)[turn % 2]
        return {**common, "remark": f"Lần {turn}.", **{f"c-{code}": place for code, place in chosen.items()}}
    codes = list(first)
    code = codes[turn % len(codes)]
    return {**common, "criterion": code, "place": (first, second)[turn // len(codes) % 2][code], "comment": f"{turn}"}


if __name__ == "__main__":
    os.nice(10)
    answer_lines(run)
