"""The experiments of lock_bands.c on the real CPython.

Usage: python3 lock_bands.py EXPERIMENT THREADS INTERVAL_US

Prints one value per line, in the order of the rows in lock_bands.c. Prints nothing where this
interpreter is not CPython or has no global lock.
"""

import os
import statistics
import sys
import threading
import time

CALL_S = 0.050
ROUNDS = 3


class Bench:
    """Threads that compute until told to stop, and count their batches and the switches."""

    def __init__(self, threads, batch=None):
        self.stop = False
        self.last = None
        self.switches = 0
        self.batches = [0] * threads
        self.batch = batch
        self.threads = [threading.Thread(target=self.compute, args=(i,)) for i in range(threads)]

    def compute(self, me):
        while not self.stop:
            if self.last != me:
                self.last = me
                self.switches += 1
            if self.batch:
                self.batch()
            else:
                for _ in range(200):
                    pass
            self.batches[me] += 1

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop = True
        for thread in self.threads:
            thread.join()

    def read(self):
        return time.perf_counter(), sum(self.batches), self.switches

    def rates(self, window_s):
        time.sleep(window_s * 0.1)
        begin_s, batches, switches = self.read()
        time.sleep(window_s)
        end_s, batches_end, switches_end = self.read()
        wall_s = end_s - begin_s
        return (batches_end - batches) / wall_s, (switches_end - switches) / wall_s


def rate(threads):
    with Bench(threads) as bench:
        return bench.rates(0.25)[0]


def rate_of_processes(processes, threads):
    """Sum of the rates of as many children, measured at the same time."""
    ends = []
    for _ in range(processes):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.write(writing, str(rate(threads)).encode())
            os._exit(0)
        os.close(writing)
        ends.append(reading)
    rates = [float(os.read(end, 64)) for end in ends]
    for end in ends:
        os.close(end)
        os.wait()
    return sum(rates)


def ratio(above, below):
    pairs = [(below(), above()) for _ in range(ROUNDS)]
    return statistics.median(top for _, top in pairs) / statistics.median(low for low, _ in pairs)


def latencies(threads, call, window_s):
    """Latency of every call beside computing threads, and calls per second."""
    samples = []
    with Bench(threads):
        time.sleep(0.02)
        begin = before = time.perf_counter()
        while before < begin + window_s:
            call()
            after = time.perf_counter()
            samples.append(after - before)
            before = after
    samples.sort()
    return samples, len(samples) / (before - begin)


def sleep_1ms():
    time.sleep(0.001)


def throughput(threads, _):
    yield ratio(lambda: rate(threads), lambda: rate(1))


def switches(threads, _):
    with Bench(threads) as bench:
        yield bench.rates(1.5)[1]


def sleep_beside(threads, _):
    yield statistics.median(latencies(threads, sleep_1ms, 1)[0]) * 1e3


def sleep_tail(threads, interval_s):
    samples, _ = latencies(threads, sleep_1ms, 3)
    yield statistics.fmean(samples) / interval_s
    yield samples[len(samples) * 95 // 100] / statistics.median(samples)


def read_beside(threads, interval_s):
    zero = os.open("/dev/zero", os.O_RDONLY)
    _, alone = latencies(0, lambda: os.read(zero, 1), 0.2)
    samples, beside = latencies(threads, lambda: os.read(zero, 1), 1.5)
    yield statistics.median(samples) * 1e6
    yield alone / beside
    yield samples[-1] / interval_s


def sleep_together(threads, _):
    def calls(count):
        for _ in range(count):
            time.sleep(0.005)

    def wall_s(crew, count):
        workers = [threading.Thread(target=calls, args=(count,)) for _ in range(crew)]
        begin = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.perf_counter() - begin

    yield ratio(lambda: wall_s(1, 10 * threads), lambda: wall_s(threads, 10))


def groups(threads, _):
    yield ratio(lambda: rate_of_processes(2, threads), lambda: rate(1))


def long_calls(threads, _):
    """sum() over a range runs in C and never looks at the lock."""
    count = 1_000_000
    begin = time.perf_counter()
    sum(range(count))
    count = int(count * CALL_S / (time.perf_counter() - begin))
    with Bench(threads, lambda: sum(range(count))) as bench:
        yield bench.rates(2)[1]


EXPERIMENTS = {
    run.__name__: run
    for run in (throughput, switches, sleep_beside, sleep_tail, read_beside, sleep_together, groups,
                long_calls)
}


def main():
    has_lock = getattr(sys, "_is_gil_enabled", lambda: True)()
    if sys.implementation.name != "cpython" or not has_lock:
        return
    name, threads, interval_us = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    sys.setswitchinterval(interval_us * 1e-6)
    for value in EXPERIMENTS[name](threads, interval_us * 1e-6):
        print(value)


main()
