"""Opens many connections, each of which has had an answer, and prints what one costs the server while it is idle.

    idle.py --program HTTPBenchmark [--connections N] [--tls-files CERTIFICATE KEY]

Resident memory is that of the process; what the kernel holds for a socket is not in it.
"""
import argparse
import pathlib
import re
import resource
import socket
import ssl

import servers

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: idle\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--tls-files", nargs=2)
    options = parser.parse_args()
    allow_descriptors(options.connections + 100)
    server = servers.deferral(options.program, "{}", options.tls_files)
    context = ssl.create_default_context(cafile=options.tls_files[0]) if options.tls_files else None
    try:
        # Tables and pools have their first size after a few.
        warm = [connect(server.port, 0, context) for _ in range(100)]
        resident, heap = resident_bytes(server), heap_bytes(server)
        idle = [connect(server.port, index, context) for index in range(options.connections)]
        resident, heap = resident_bytes(server) - resident, heap_bytes(server) - heap
        print(
            f"{len(idle)} idle connections{' with TLS' if context else ''}: "
            f"{resident / len(idle):.0f} bytes of resident memory each, {heap / len(idle):.0f} bytes of heap each")
        for connection in warm + idle:
            connection.close()
    finally:
        server.stop()


def allow_descriptors(count):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise SystemExit(f"the system allows {hard} open files; {count} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))


def connect(port, index, context):
    # Several source addresses, so that their ports never run short.
    connection = socket.create_connection(
        ("127.0.0.1", port), timeout=30, source_address=(f"127.0.0.{2 + index % 8}", 0))
    if context:
        connection = context.wrap_socket(connection, server_hostname="localhost")
    connection.sendall(REQUEST)
    answer = b""
    while not answer.endswith(b"{}"):
        answer += connection.recv(4096)
    return connection


def resident_bytes(server):
    status = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024


def heap_bytes(server):
    return int(server.get("/heap")[1])


main()
