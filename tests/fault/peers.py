"""A web server that misbehaves: peers.py KIND prints its port and serves until its input ends.

close      takes the request and closes the connection
garbage    answers with something that is no HTTP
short      promises more bytes than it sends
slow       takes the request and never answers
missing    answers with status 404
good       answers well
"""

import socket
import sys
import threading

ANSWERS = {
    "close": b"",
    "garbage": b"\x00\xff\x01 this is no HTTP\r\n\r\n",
    "short": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc",
    "missing": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "good": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
}


def serve(connection, kind, held):
    connection.recv(65536)
    if kind == "slow":
        held.append(connection)
        return
    connection.sendall(ANSWERS[kind])
    connection.close()


def accept_all(listener, kind):
    held = []
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, kind, held), daemon=True).start()


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=accept_all, args=(listener, sys.argv[1]), daemon=True).start()
    sys.stdin.read()


main()
