"""Loads servers in turns with wrk and prints requests per second, CPU per request and our ratios.

    load.py --work DIRECTORY --program HTTPBenchmark [--peers DIRECTORY] [--tls] [--rounds N] [--seconds N]

Within a round every server has its turn with the same load, so that a machine's noise hits all of them; figures and
ratios are medians over the rounds. The first turn of each warms up and does not count.
"""
import argparse
import pathlib
import re
import statistics
import subprocess

import servers

ANSWER = '{"decision":"0190a5c2-7b1e-7d1c-8a4f-5c6d7e8f9a0b","choice":"expert","expert":"ann","probability":0.8731}'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--peers")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 64, 512])
    options = parser.parse_args()
    tls = certificate(options.work) if options.tls else None
    running = start(options, tls)
    try:
        for kind, script in (("GET", None), ("POST 5.5 KB", post_script(options.work))):
            for connections in options.connections:
                compare(running, kind, script, connections, options)
    finally:
        for server in running:
            server.stop()


def start(options, tls):
    starts = [
        lambda: servers.deferral(options.program, ANSWER, tls),
        lambda: servers.nginx(options.work, ANSWER, tls),
    ]
    if options.peers:
        starts.append(lambda: servers.hummingbird(options.peers, ANSWER, tls))
        if tls:
            print("FlyingFox has no TLS.")
        else:
            starts.append(lambda: servers.flyingfox(options.peers, ANSWER))
    running = []
    for begin in starts:
        try:
            running.append(begin())
        except servers.Unsupported as reason:
            print(f"left out: {reason}")
    if not running or running[0].name != "deferral":
        for server in running:
            server.stop()
        raise SystemExit("nothing to compare with: our own server did not start")
    return running


def certificate(work):
    certificate, key = str(work / "certificate.pem"), str(work / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", key, "-out", certificate], check=True, stderr=subprocess.DEVNULL)
    return certificate, key


def post_script(work):
    """A body of 784 numbers, as an image has."""
    body = '{"features": [' + ", ".join(f"{index % 256 / 255:.3f}" for index in range(784)) + "]}"
    script = work / "post.lua"
    script.write_text(
        f"wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = '{body}'\n")
    return script


def compare(running, kind, script, connections, options):
    turns = {server.name: [] for server in running}
    for turn in range(options.rounds + 1):
        for server in running:
            measured = load(server, connections, script, options.seconds if turn else 1)
            if turn:
                turns[server.name].append(measured)
    ours = turns[running[0].name]
    scheme = "TLS" if options.tls else "plain"
    for server in running:
        theirs = turns[server.name]
        rate = statistics.median(rate for rate, _ in theirs)
        cost = statistics.median(cost for _, cost in theirs)
        line = f"{scheme:5} {kind:11} {connections:4} connections  {server.name:11} {rate:9.0f} requests/s {cost:7.1f} µs CPU"
        if server is not running[0]:
            more = statistics.median(a[0] / b[0] for a, b in zip(ours, theirs))
            less = statistics.median(a[1] / b[1] for a, b in zip(ours, theirs))
            line += f"   ours: {more:5.2f} of its requests/s, {less:5.2f} of its CPU"
        print(line, flush=True)


def load(server, connections, script, seconds):
    """Requests per second and µs of CPU per request."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *(["-s", str(script)] if script else []), server.url]
    before = server.cpu_seconds()
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    used = server.cpu_seconds() - before
    for trouble in re.findall(r"(Non-2xx.*|Socket errors.*)", report):
        print(f"{server.name}: {trouble}")
    requests = int(re.search(r"(\d+) requests in ([\d.]+)(m?s|m)", report).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", report).group(1))
    if not requests:
        raise SystemExit(f"{server.name} answered nothing")
    return rate, used / requests * 1e6


main()
