"""Lets programs take turns on the same work, so that a machine's noise hits all of them, and prints them side by side.

    compare.py --rows ROWS [--operations OPERATIONS_A_ROW] NAME=COMMAND NAME=COMMAND ...

Each program waits for a line, does the work of ROWS rows, and prints its seconds on the clock, its seconds on all
processors and a result. The first turns warm up. What the first program gains over another is the median over turns
of the ratio of two neighbouring turns on the clock; and, for programs of one thread, the ratio of processor seconds,
which a busy machine disturbs less. With --operations the last program does nothing but as many multiply-adds on
registers: the roof, of which the others reach a share.
"""
import argparse
import shlex
import statistics
import subprocess


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=float, required=True)
    parser.add_argument("--operations", type=float)
    parser.add_argument("--turns", type=int, default=11)
    parser.add_argument("--warm-up", type=int, default=2)
    parser.add_argument("programs", nargs="+", metavar="NAME=COMMAND")
    options = parser.parse_args()
    runners = [Runner(*program.split("=", 1)) for program in options.programs]
    for turn in range(options.warm_up + options.turns):
        for runner in runners:
            runner.turn(counts=turn >= options.warm_up)
    for runner in runners:
        print(describe(runner, runners, options))


def describe(runner, runners, options):
    first, roof = runners[0], runners[-1]
    seconds = statistics.median(runner.clock)
    text = f"{runner.name:22} {options.rows / seconds / 1000:8.1f} thousand rows/s"
    if options.operations:
        work = options.rows * options.operations / 1e9
        # Processor seconds: a thread that waits for its core computes nothing.
        text += f"  {work / min(runner.processor):6.1f} GFLOP/s, {min(roof.processor) / min(runner.processor):4.0%} of the roof"
    if runner is not first and not (options.operations and runner is roof):
        ratio = statistics.median(theirs / ours for theirs, ours in zip(runner.clock, first.clock))
        text += f"  first faster by {ratio:5.2f} ({sum(runner.processor) / sum(first.processor):5.2f} of processor time)"
    return text + (f"  result {runner.result:.4f}" if runner.result else "")


class Runner:
    def __init__(self, name, command):
        self.name, self.clock, self.processor, self.result = name, [], [], 0.0
        self.process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{name} did not start: {command}")

    def turn(self, counts):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        clock, processor, result = (float(word) for word in self.process.stdout.readline().split())
        self.result = result
        if counts:
            self.clock.append(clock)
            self.processor.append(processor)


main()
