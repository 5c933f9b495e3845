"""What students' code may do while it is asked: answers of every kind, for fuzzing sessions with.

Each is called with a function that the check lends, and a number; what is right is twice the number. The lent function
adds one to a number; a function it calls with 20.
"""

from __future__ import annotations

import textwrap

PREFACE = """
import os, signal, socket, stat, struct, sys, threading, time
import msgpack

lent = []


def session():
    for descriptor in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                return socket.socket(fileno=os.dup(descriptor))
        except OSError:
            pass


def send(*fields):
    body = msgpack.packb(fields)
    session().sendall(struct.pack(">Q", len(body)) + body)


def student():
    frame = sys._getframe()
    while type(frame.f_locals.get("self")).__name__ != "Student":
        frame = frame.f_back
    return frame.f_locals["self"]


def in_thread(function, *arguments):
    threading.Thread(target=function, args=arguments, daemon=True).start()


def forever(f, x):
    while True:
        f(x)


def later(seconds, function, *arguments):
    time.sleep(seconds)
    function(*arguments)
"""

# Name → the statuses that its check may have, and the answer's body. Two statuses where a race decides.
ANSWERS: dict[str, tuple[str, str]] = {
    "right": ("passed", "return 2 * x"),
    "wrong": ("failed", "return 2 * x + 1"),
    "raises": ("error", "raise ValueError(x)"),
    "exits": ("error", "raise SystemExit"),
    "not written": ("missing", "raise NotImplementedError"),
    "returns something deep": ("error", "value = ()\nfor _ in range(200): value = (value,)\nreturn value"),
    "returns an object": ("error", "return threading.Lock()"),
    "returns something large": ("failed", "return [x] * 100_000"),
    "calls": ("passed", "return f(f(2 * x)) - 2"),
    "calls often": ("passed", "return 2 * x + sum(f(y) for y in range(20)) - 210"),
    "calls with what cannot cross": ("error", "return f(threading.Lock())"),
    "calls with something deep": ("error", "value = []\nfor _ in range(40): value = [value]\nreturn f(value)"),
    "calls with its own function": ("passed", "return 2 * x + f(lambda y: f(2 * y)) - 41"),
    "calls itself through the check": ("error", "def again(y): return f(again)\nreturn again(x)"),
    "loops when the check calls": ("timeout", "def endless(y):\n    while True: pass\nreturn f(endless)"),
    "dies when the check calls": ("error", "return f(os._exit)"),
    "calls in threads": (
        "passed",
        """
        sums = [0] * 4
        def add(place):
            for y in range(10):
                sums[place] += f(y) - y
        threads = [threading.Thread(target=add, args=(place,)) for place in range(4)]
        for each in threads: each.start()
        for each in threads: each.join()
        return 2 * x + sum(sums) - 40
        """,
    ),
    "leaves a thread that calls": ("passed", "in_thread(forever, f, x)\nreturn 2 * x"),
    "leaves a thread and raises": ("error", "in_thread(forever, f, x)\nraise ValueError(x)"),
    "calls what was lent before": ("error", "lent.append(f)\nreturn lent[0](x) if len(lent) > 1 else 1 / 0"),
    "forks": ("passed", "os.fork()\nreturn 2 * x"),
    "forks and raises": ("error", "os.fork()\nraise ValueError(x)"),
    "forks a caller": ("passed", "os.fork() or f(x)\nreturn 2 * x"),
    "loops": ("timeout", "while True: pass"),
    "loops calling": ("timeout", "while True: x = f(x)"),
    "loops beside a caller": ("timeout", "in_thread(forever, f, x)\nwhile True: pass"),
    "loops, catching everything": (
        "timeout",
        """
        while True:
            try:
                while True: x = f(x)
            except BaseException: pass
        """,
    ),
    "sleeps": ("timeout", "time.sleep(600)"),
    "stops": ("timeout", "os.kill(os.getpid(), signal.SIGSTOP)"),
    "dies": ("error", "os._exit(0)"),
    "is killed": ("error", "os.kill(os.getpid(), signal.SIGKILL)"),
    "dies after a call": ("error", "f(x)\nos._exit(0)"),
    "dies calling": ("error", "in_thread(forever, f, x)\ntime.sleep(0.01)\nos._exit(0)"),
    "dies a little later": ("passed error", "in_thread(later, 0.05, os._exit, 0)\nreturn 2 * x"),
    "closes the connection": ("error", "session().shutdown(socket.SHUT_RDWR)"),
    "steals the next request": ("passed", "in_thread(session().recv, 10_000)\nreturn 2 * x"),
    "sends rubbish": ("error", "session().sendall(b'rubbish!' * 9)"),
    "sends rubbish later": ("passed error", "in_thread(later, 0.05, session().sendall, b'\\xff' * 99)\nreturn 2 * x"),
    "sends half a message": ("timeout", "session().sendall(struct.pack('>Q', 99_999))\nreturn 2 * x"),
    "sends old replies": ("passed", "for n in range(student()._requests[-1]): send('Value', n, 0)\nreturn 2 * x"),
    "sends replies to come": ("error", "send('Value', student()._requests[-1] + 1, 0)"),
    "calls in an old request's name": ("passed", "send('CallLent', 0, 99, 0, [1], {})\nreturn 2 * x"),
    "calls what was not lent": ("passed", "send('CallLent', student()._requests[-1], 9, 9, [1], {})\nreturn 2 * x"),
    "sends nested tuples": (
        "error",
        """
        body = b"\\xc0"
        for _ in range(203):
            body = msgpack.packb(msgpack.ExtType(2, b"\\x91" + body))
        session().sendall(struct.pack(">Q", len(body)) + body)
        """,
    ),
}
# Cells that define nothing.
CELLS = {
    "a cell that raises": "1 / 0",
    "a cell that is no Python": "def (",
    "a cell that dies": "os._exit(0)",
    "a cell that loops": "while True: pass",
    "a cell that forks": "os.fork()",
    "a cell that sends rubbish": "session().sendall(b'\\xff' * 99)",
}


def source(name: str, kind: str) -> str:
    """Return a cell of a kind that answers an exercise."""
    if kind in CELLS:
        return CELLS[kind]
    body = textwrap.indent(textwrap.dedent(ANSWERS[kind][1]).strip("\n"), "    ")
    return f"def {name}(f, x):\n{body}\n"


def statuses(kind: str) -> set[str]:
    """Return what the check of an answer may come to."""
    return {"missing"} if kind in CELLS else set(ANSWERS[kind][0].split())
