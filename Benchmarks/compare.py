"""Lets two or more programs take turns on the same work and prints how fast each was beside the first.

    compare.py --work ROWS_OR_OPERATIONS --unit UNIT NAME=COMMAND NAME=COMMAND ...

Each program waits for a line, works, and prints its seconds on the clock, its seconds on all processors and a result.
The first turns warm up. Shown are the best turn (what the program can do), the median, and the ratio of each, of which
the processors' is the steadiest on a busy machine with one thread.
"""
import argparse
import shlex
import statistics
import subprocess


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=float, required=True, help="what one turn does, in units")
    parser.add_argument("--unit", required=True)
    parser.add_argument("--turns", type=int, default=12)
    parser.add_argument("--warm-up", type=int, default=2)
    parser.add_argument("programs", nargs="+", metavar="NAME=COMMAND")
    options = parser.parse_args()
    runners = [Runner(*program.split("=", 1)) for program in options.programs]
    for turn in range(options.warm_up + options.turns):
        for runner in runners:
            runner.turn(counts=turn >= options.warm_up)
    first = runners[0]
    for runner in runners:
        print(runner.line(options.work, options.unit, None if runner is first else first))


class Runner:
    def __init__(self, name, command):
        self.name, self.clock, self.processor, self.result = name, [], [], ""
        self.process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{name} did not start: {command}")

    def turn(self, counts):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        clock, processor, self.result = self.process.stdout.readline().split()
        if counts:
            self.clock.append(float(clock))
            self.processor.append(float(processor))

    def line(self, work, unit, first):
        text = (f"{self.name:28} best {work / min(self.clock):12.4g} {unit}/s  "
                f"median {work / statistics.median(self.clock):12.4g}  result {float(self.result):.4f}")
        if first is None:
            return text
        return text + "  the first is faster by: best {:.2f}, median {:.2f}, processors' {:.2f}".format(
            min(self.clock) / min(first.clock), statistics.median(self.clock) / statistics.median(first.clock),
            min(self.processor) / min(first.processor))


main()
