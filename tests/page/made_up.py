"""Made-up studies for the test of the page: times with a known law and repeatable noise."""

import json
import os
import random

CLASSES = ("cpu", "memory", "os", "io", "comm", "mixed")
WORKERS = (1, 2, 4, 8, 12, 16, 24, 32)
CORES = 16
COLUMNS = ("schema_version,study,run_id,driver,kernel,class,scaling,gil,gil_interval_us,nodes,ranks,threads,workers,"
           "tasks,size,schedule,pin,launch,rep,phase,order,wall_s,cpu_s,spawn_s,ok,flags,host,pss_bytes,"
           "tasks_per_worker,pus").split(",")


def sides():
    """Driver, lock, worker counts: who works how."""
    yield "serial", "off", (1,)
    yield "omp", "off", WORKERS
    yield "omp", "cpython", WORKERS
    yield "mpi", "off", WORKERS


def time_s(kernel, driver, lock, workers):
    """Amdahl up to the cores; the lock leaves one at work; processes cost a little more."""
    serial = 0.01 + 0.01 * (kernel % 7)
    at_work = 1 if lock == "cpython" else min(workers, CORES)
    part = serial + (1 - serial) / at_work
    return 0.02 * (1 + kernel) * part * (1.03 if driver == "mpi" else 1.0)


def rows(kernels, launches, reps, noise):
    order = 0
    for launch in range(launches):
        for place, (driver, lock, counts) in enumerate(sides()):
            for workers in counts:
                number = 1 + place + 8 * (workers + 40 * launch)
                start = noise.gauss(0, 0.004)
                for kernel in range(kernels):
                    for rep in range(reps):
                        order += 1
                        wall = time_s(kernel, driver, lock, workers) * (1 + start + abs(noise.gauss(0, 0.003)))
                        yield dict(
                            schema_version=1, study="made-up", run_id="r", driver=driver, kernel="kernel-%02d" % kernel,
                            scaling="strong", gil=lock, gil_interval_us=5000 if lock == "cpython" else "", nodes=1,
                            ranks=workers if driver == "mpi" else 1, threads=1 if driver == "mpi" else workers,
                            workers=workers, tasks=workers, size=1000000 * (1 + kernel), schedule="static",
                            pin="none", launch=number, rep=rep, phase="measure", order=order, wall_s="%.9f" % wall,
                            cpu_s="%.9f" % (wall * workers), spawn_s=0.1 if driver == "mpi" else 0.0001, ok=1,
                            flags="noisy" if noise.random() < 0.01 else "", host="made-up", pss_bytes=4000000 * workers,
                            tasks_per_worker=1, pus=CORES, **{"class": CLASSES[kernel % len(CLASSES)]})


def provenance(launches):
    environment = {"OMP_WAIT_POLICY": "passive", "CONVOY_STUDY": "made-up"}
    program = {"version": "1", "compiler": "GNU 12", "flags": "-O3", "build_type": "Release"}
    host = {"host": "made-up", "cpu_model": "Made-up CPU", "pus_unmasked": CORES, "memory_bytes": 64000000000,
            "clock_source": "tsc", "clock_cost_ns": 19.5, "governor": None}
    return {
        "schema_version": 1, "hosts": [host],
        "study_text": "[study]\nname = made-up\ntitle = Does a page of many rows stay small?\n",
        "launches": [
            {"run_id": "r", "launch": number, "started_utc": "2026-01-01T00:00:00Z", "exit_code": 0,
             "driver": driver, "seed": 1, "mask": "0-15", "program": program, "environment": environment,
             "workers": [{"worker": 0, "requested": "0-15", "got": "0-15"}]}
            for number in range(launches) for driver, _, _ in sides()],
    }


def write_study(folder, kernels, launches, reps):
    """samples.csv and provenance.json; the number of rows."""
    os.makedirs(folder, exist_ok=True)
    noise = random.Random(1)
    count = 0
    with open(os.path.join(folder, "samples.csv"), "w", encoding="utf-8") as out:
        out.write(",".join(COLUMNS) + "\n")
        for row in rows(kernels, launches, reps, noise):
            out.write(",".join(str(row[name]) for name in COLUMNS) + "\n")
            count += 1
    with open(os.path.join(folder, "provenance.json"), "w", encoding="utf-8") as out:
        json.dump(provenance(launches), out)
    return count


HOSTILE = '<img src=x onerror="window.hit=1">&\'"'


def write_hostile(folder):
    """Names that would be HTML if nobody took care; kernels that are called as parts of the page are."""
    os.makedirs(folder, exist_ok=True)
    noise = random.Random(2)
    kernels = [HOSTILE, "</script></svg></style>", "part_answers", "answers", "p0_", "head answers", "head-answers"]
    with open(os.path.join(folder, "samples.csv"), "w", encoding="utf-8") as out:
        out.write('kernel,class,driver,workers,launch,"%s",wall_s\n' % HOSTILE.replace('"', '""'))
        for kernel in kernels:
            for driver in ("omp", "mpi", HOSTILE):
                for workers in (1, 2, 4):
                    for launch in range(8):
                        names = ['"%s"' % name.replace('"', '""') for name in (kernel, HOSTILE, driver)]
                        out.write("%s,%d,%d,label,%.6f\n" % (
                            ",".join(names), workers, launch, (1 + noise.random() / 50) / workers))
    with open(os.path.join(folder, "provenance.json"), "w", encoding="utf-8") as out:
        json.dump({"hosts": [{"cpu_model": HOSTILE}], "study_text": "[study]\ntitle = %s\n" % HOSTILE,
                   "launches": [{"driver": HOSTILE, "environment": {HOSTILE: HOSTILE}}]}, out)


def write_foreign(folder):
    """Times of another program: four columns, one row per configuration, times that grow with the workers."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "samples.csv"), "w", encoding="utf-8") as out:
        out.write("kernel,driver,workers,wall_s\r\n")
        for driver, factor in (("threadpool", 1.0), ("processpool", 0.9)):
            for workers in range(1, 13):
                out.write("sums,%s,%d,%.3f\r\n" % (driver, workers, factor * (1 + 0.05 * workers)))
    with open(os.path.join(folder, "one-row.csv"), "w", encoding="utf-8") as out:
        out.write("kernel,driver,workers,wall_s\nalone,omp,1,0.5\n")
