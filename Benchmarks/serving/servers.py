"""The servers that are measured: each is started on a free port, answers GET / and POST / with the same bytes, and
tells its processes, whose user and system time is what a request costs."""
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Unsupported(Exception):
    """A server does not do what is to be measured."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, name, command, port=None, certificate=None, environment=None):
        self.name, self.certificate = name, certificate
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE if port is None else subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, **(environment or {})}, text=True)
        self.port = port or self._announced_port()
        self._wait()

    def _announced_port(self):
        line = self.process.stdout.readline()
        found = re.search(r":(\d+)\s*$", line)
        if not found:
            raise Unsupported(f"{self.name} did not start" + (f": {line.strip()}" if line else ""))
        return int(found.group(1))

    def _wait(self):
        for _ in range(200):
            try:
                if self.get("/")[0] == 200:
                    return
            except OSError:
                pass
            if self.process.poll() is not None:
                raise Unsupported(f"{self.name} ended at its start")
            time.sleep(0.05)
        self.stop()
        raise Unsupported(f"{self.name} does not answer")

    @property
    def url(self):
        return f"{'https' if self.certificate else 'http'}://127.0.0.1:{self.port}/"

    def get(self, path):
        """Status and body of a request on a connection of its own."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as plain:
            stream = plain
            if self.certificate:
                context = ssl.create_default_context(cafile=self.certificate)
                stream = context.wrap_socket(plain, server_hostname="localhost")
            stream.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            answer = b""
            while piece := stream.recv(65536):
                answer += piece
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), body.decode()

    def pids(self):
        """The process, and its workers where it has any."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu_seconds(self):
        """User and system time of all threads and workers so far."""
        ticks = 0
        for pid in self.pids():
            # The name in the second field may hold spaces.
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS_PER_SECOND

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def deferral(program, answer, tls=None, arguments=(), prefix=()):
    """HTTPServer, bare, with two loops."""
    address, environment = "127.0.0.1:0", {}
    if tls:
        address = "https://" + address
        environment = {"BENCHMARK_CERTIFICATE": tls[0], "BENCHMARK_KEY": tls[1]}
    return Server("deferral", [*prefix, program, address, answer, *arguments], None, tls and tls[0], environment)


def nginx(work, answer, tls=None):
    """Two workers, each with its own listening socket, that return a constant and log nothing."""
    port = free_port()
    work = pathlib.Path(work, "nginx-tls" if tls else "nginx")
    work.mkdir(exist_ok=True)
    secure = f"ssl_certificate {tls[0]}; ssl_certificate_key {tls[1]}; ssl_protocols TLSv1.3;" if tls else ""
    paths = " ".join(f"{kind}_temp_path {work}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (work / "nginx.conf").write_text(
        f"worker_processes 2; daemon off; pid {work}/pid; error_log {work}/log;\n"
        "events { worker_connections 16384; }\n"
        f"http {{ access_log off; {paths} keepalive_requests 100000000; default_type application/json;\n"
        f"  server {{ listen 127.0.0.1:{port} reuseport{' ssl' if tls else ''}; {secure}\n"
        f"    location / {{ return 200 '{answer}'; }} }} }}\n")
    return Server("nginx", ["nginx", "-e", f"{work}/log", "-c", f"{work}/nginx.conf"], port, tls and tls[0])


def hummingbird(peers, answer, tls=None):
    port = free_port()
    return Server("hummingbird", [f"{peers}/hummingbird-peer", str(port), answer, *(tls or [])], port, tls and tls[0])


def flyingfox(peers, answer):
    port = free_port()
    return Server("FlyingFox", [f"{peers}/flyingfox-peer", str(port), answer], port)
