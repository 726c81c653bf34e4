"""A crowd at our own web server: crowd.py SERVER_PID COUNT [few], while a run of the kernel http goes on.

With `few`, COUNT silent connections are more than the server has descriptors for: it must wait without spinning, and
serve those that come after them when they have gone. Otherwise, COUNT connections at once, held open together: a quarter is silent, a quarter sends its request a byte at a time, a
quarter sends garbage, a quarter asks well, three times. Says what was wrong, one line each, and ends with code 1 then:
whoever asked well or slowly must get the same good answer, garbage must be hung up on, the server must listen on
loopback only, must not grow by more than its clients' records, and must not spin.
"""

import os
import re
import socket
import sys
import time

BYTES_PER_CLIENT = 8 * 1024  # struct client of peer_loop.h is 4.5 KiB; the rest of its pages
SLACK_BYTES = 512 * 1024
LIMIT_S = 15
REQUEST = b"GET /7 HTTP/1.1\r\nHost: localhost\r\n\r\n"
GARBAGE = [b"\x00\xff\x01\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n", b"GET /" + b"9" * 5000, b"GET /1 FTP\r\n\r\n"]

problems = []


def check(good, text):
    if not good:
        problems.append(text)


def listening(pid):
    """(address, port) of every TCP socket that the process listens on; see proc(5)."""
    inodes = set()
    for name in os.listdir(f"/proc/{pid}/fd"):
        target = re.fullmatch(r"socket:\[(\d+)\]", os.readlink(f"/proc/{pid}/fd/{name}"))
        if target:
            inodes.add(target[1])
    found = []
    for table in ("tcp", "tcp6"):
        if not os.path.exists(f"/proc/{pid}/net/{table}"):
            continue
        with open(f"/proc/{pid}/net/{table}") as lines:
            for fields in map(str.split, list(lines)[1:]):
                if fields[3] == "0A" and fields[9] in inodes:
                    address, port = fields[1].split(":")
                    found.append((address, int(port, 16)))
    return found


def resident_bytes(pid):
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def cpu_s(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def answer(connection):
    """One whole answer's status line and body, or what came before the end."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = connection.recv(65536)
        if not more:
            return got, b""
        got += more
    head, body = got.split(b"\r\n\r\n", 1)
    length = int(re.search(rb"Content-Length: (\d+)", head)[1])
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            break
        body += more
    return head.split(b"\r\n")[0], body


def is_hung_up(connection):
    try:
        while connection.recv(65536):
            pass
    except ConnectionResetError:
        pass
    except TimeoutError:
        return False
    return True


def ask(connections, first):
    for connection in connections:
        connection.sendall(REQUEST)
    for connection in connections:
        got = answer(connection)
        check(got == first, f"another answer: {got[0]!r}, {len(got[1])} bytes")


def check_rest(pid):
    before_s = cpu_s(pid)
    time.sleep(0.5)
    check(cpu_s(pid) - before_s < 0.1, "spins while nearly all are silent")


def few(pid, port, count, first):
    silent = [socket.create_connection(("127.0.0.1", port), LIMIT_S) for _ in range(count)]
    late = socket.create_connection(("127.0.0.1", port), LIMIT_S)
    late.sendall(REQUEST)
    check_rest(pid)
    for connection in silent:
        connection.close()
    check(answer(late) == first, "whoever came late has another answer")
    late.close()


def many(pid, port, count, first):
    before = resident_bytes(pid)
    everybody = [socket.create_connection(("127.0.0.1", port), LIMIT_S) for _ in range(count)]
    silent, slow, garbage, good = [everybody[kind::4] for kind in range(4)]
    for i, connection in enumerate(garbage):
        connection.sendall(GARBAGE[i % len(GARBAGE)])
    for at in range(len(REQUEST) - 1):
        for connection in slow:
            connection.sendall(REQUEST[at : at + 1])
        if at % 15 == 0:
            ask(good, first)
    for connection in slow:
        connection.sendall(REQUEST[-1:])
    for connection in slow:
        check(answer(connection) == first, "a slow request has another answer")
    for connection in garbage:
        check(is_hung_up(connection), "garbage is not hung up on")
    for connection in silent:
        connection.settimeout(0)
        try:
            check(connection.recv(1) is None, "a silent connection was closed or answered")
        except BlockingIOError:
            pass
    grown = resident_bytes(pid) - before
    check(grown <= count * BYTES_PER_CLIENT + SLACK_BYTES, f"grew by {grown} bytes")
    check_rest(pid)
    for connection in everybody:
        connection.close()


def main():
    pid, count = int(sys.argv[1]), int(sys.argv[2])
    sockets = listening(pid)
    check(len(sockets) == 1 and sockets[0][0] == "0100007F", f"listens on {sockets}, not on 127.0.0.1 alone")
    port = sockets[0][1]
    with socket.create_connection(("127.0.0.1", port), LIMIT_S) as connection:
        connection.sendall(REQUEST)
        first = answer(connection)
    check(first[0] == b"HTTP/1.1 200 OK" and len(first[1]) == 1024, f"a lonely request: {first[0]!r}")
    (few if sys.argv[3:] == ["few"] else many)(pid, port, count, first)
    for problem in sorted(set(problems)):
        print(problem, problems.count(problem), "times")
    sys.exit(bool(problems))


main()
