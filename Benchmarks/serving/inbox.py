"""Posts to the loops' inboxes while wrk keeps both loops busy, and prints when the loops saw it.

    inbox.py --program HTTPBenchmark [--seconds N] [--realtime]

With --realtime the server comes before every other program, wrk included, so that what is measured is the loop and not
whom the scheduler lets run first on a busy machine.
"""
import argparse
import subprocess
import time

import servers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--realtime", action="store_true")
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    prefix = ["chrt", "-r", "1"] if options.realtime else []
    server = servers.deferral(options.program, "{}", arguments=["probe"], prefix=prefix)
    try:
        for connections in (0, 64, 512):
            if connections:
                command = ["wrk", "-t1", f"-c{connections}", f"-d{options.seconds}s", server.url]
            else:
                command = ["sleep", "4"]
            load = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            # Load, not the clients' coming: accepting hundreds at once is another matter.
            time.sleep(1)
            server.get("/inbox")
            time.sleep(options.seconds - 2 if connections else 2)
            summary = server.get("/inbox")[1]
            load.wait()
            count, half, p99, p999, longest, within = map(int, summary.split())
            print(
                f"{connections:4} connections  {count:6} posts  p50 {half} µs  p99 {p99} µs  p99.9 {p999} µs  "
                f"max {longest} µs  within 2 ms: {within / count:.3%}", flush=True)
    finally:
        server.stop()


main()
