"""Answers every request with the bytes of one file, whatever they are; as a
proxy, too.  Where libmicrohttpd is too well-bred for a test.

raw.py ADDRESS FILE PORT_FILE LOG: the headers of requests go into LOG.
"""
import socket
import sys
import threading

address, answer, port_file, log = sys.argv[1:5]


def serve(connection):
    waiting = b""
    with connection, open(log, "ab", buffering=0) as out:
        while True:
            while b"\r\n\r\n" not in waiting:
                more = connection.recv(65536)
                if not more:
                    return
                waiting += more
            header, waiting = waiting.split(b"\r\n\r\n", 1)
            out.write(header + b"\r\n\r\n")
            with open(answer, "rb") as file:
                connection.sendall(file.read())


family = socket.AF_INET6 if ":" in address else socket.AF_INET
with socket.socket(family) as listening:
    listening.bind((address, 0))
    listening.listen()
    with open(port_file, "w", encoding="ascii") as file:
        file.write(str(listening.getsockname()[1]))
    while True:
        threading.Thread(
            target=serve, args=(listening.accept()[0],), daemon=True
        ).start()
