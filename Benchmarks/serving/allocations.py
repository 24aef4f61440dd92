"""Counts calls of malloc and its kin per request in steady state, from within the program.

    allocations.py --program HTTPBenchmark [--requests N]
"""
import argparse
import socket

import servers

KINDS = {
    "GET": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET with a browser's fields": (
        b"GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0\r\nAccept: text/html\r\n"
        b"Accept-Language: en\r\nAccept-Encoding: gzip, br\r\nConnection: keep-alive\r\n\r\n"),
    "POST": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 64\r\n\r\n" + b"x" * 64,
    "POST 5.5 KB": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5500\r\n\r\n" + b"x" * 5500,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--requests", type=int, default=10_000)
    options = parser.parse_args()
    server = servers.deferral(options.program, "{}")
    try:
        for name, request in KINDS.items():
            for connections in (1, 64):
                count = allocations(server.port, request, connections, options.requests)
                print(f"{name:28} {connections:4} connections  {count:8.4f} allocations a request", flush=True)
    finally:
        server.stop()


def allocations(port, request, connections, requests):
    clients = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(connections)]
    rounds = requests // connections
    counter = clients[0]
    turns(clients, request, max(1, rounds // 4))
    count(counter)
    # What asking for the count costs itself is taken off.
    first, second = count(counter), count(counter)
    turns(clients, request, rounds)
    third = count(counter)
    for client in clients:
        client.close()
    return (third - second - (second - first)) / (rounds * connections)


def turns(clients, request, count):
    for _ in range(count):
        for client in clients:
            client.sendall(request)
        for client in clients:
            answer = b""
            while not answer.endswith(b"{}"):
                answer += client.recv(4096)


def count(client):
    client.sendall(b"GET /allocations HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = b""
    while b"\r\n\r\n" not in answer or answer.endswith(b"\r\n\r\n"):
        answer += client.recv(4096)
    return int(answer.partition(b"\r\n\r\n")[2])


main()
