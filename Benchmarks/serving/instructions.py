"""Runs the program under callgrind and sends it so many requests on one connection.

    instructions.py --program HTTPBenchmark --profile FILE --requests N [--kind GET|POST]
"""
import argparse
import socket

import servers

KINDS = {
    "GET": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "POST": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5500\r\n\r\n"
    + b"x" * 5500,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--profile", required=True)
    parser.add_argument("--requests", type=int, required=True)
    parser.add_argument("--kind", choices=KINDS, default="GET")
    options = parser.parse_args()
    server = servers.Server("deferral", [
        "valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={options.profile}", options.program,
        "127.0.0.1:0", "{}"])
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            for _ in range(options.requests):
                client.sendall(KINDS[options.kind])
                answer = b""
                while not answer.endswith(b"{}"):
                    answer += client.recv(4096)
    finally:
        server.stop()


main()
