"""Takes turns with another program: waits for a line, works, prints the seconds."""
import sys
import time


def turns(work):
    """Prints for each line of standard input what `work()` took, on the clock and on all processors, and its result."""
    print("ready", flush=True)
    for _ in sys.stdin:
        clock, processor = time.monotonic(), time.process_time()
        result = work()
        print(time.monotonic() - clock, time.process_time() - processor, result, flush=True)
