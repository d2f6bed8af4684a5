"""Runs what NumPy and OpenBLAS do best of the kernels' work: a request a line on stdin, an answer a line on stdout.

array <name> <file>, dump <name> <file>: as in bench/native/main.cpp; a request that names a computation is answered with
the nanoseconds of all its repeats. The clock, `cpu` or `wall`, is the only argument; threads are set by the caller.
"""

import sys
import time

import numpy as np

try:
    from scipy.integrate import solve_ivp
    from scipy.linalg.blas import ssyrk
except ImportError:
    ssyrk = None
    solve_ivp = None

now = time.process_time_ns if sys.argv[1:] == ["cpu"] else time.perf_counter_ns
files = {}
out = {}


def timed(repeats, body):
    started = now()
    for _ in range(repeats):
        body()
    return now() - started


def patterns(P, N, stride):
    """xi as f32[P x N], made once a problem."""
    key = ("patterns", P, N)
    if key not in out:
        xi = files["xi"].view(np.int8).reshape(P, stride)[:, :N]
        out[key] = np.ascontiguousarray(xi, dtype=np.float32)
    return out[key]


def product(repeats, P, N, stride):
    """xi.T @ xi: NumPy calls ssyrk when both factors are one array, then copies the triangle."""
    xi = patterns(P, N, stride)
    M = np.empty((N, N), np.float32)
    taken = timed(repeats, lambda: np.matmul(xi.T, xi, out=M))
    out["overlap"] = M.astype(np.int16)
    return taken


def triangle(repeats, P, N, stride):
    """ssyrk alone: one triangle."""
    xi = patterns(P, N, stride)
    c = np.zeros((N, N), np.float32, order="F")
    taken = timed(repeats, lambda: ssyrk(1.0, xi.T, c=c, overwrite_c=1))
    upper = np.triu(c)
    out["overlap"] = (upper + np.triu(c, 1).T).astype(np.int16)
    return taken


def learn(repeats, rule, P, N):
    """Weights where all are connected, in the unit of each rule: xi.T xi / (N - 1), or the projection over 1 - its diagonal."""
    xi = files["xi"].view(np.int8).reshape(P, N).astype(np.float64)

    def run():
        if rule == "hebb":
            W = xi.T @ xi / (N - 1)
        else:
            W = xi.T @ np.linalg.solve(xi @ xi.T, xi)
            W /= (1 - np.diag(W))[:, None]
        np.fill_diagonal(W, 0)
        out["learned"] = W

    return timed(repeats, run)


def recall(repeats, P, N):
    """One cue, one neuron after another, until a sweep changes nothing."""
    key = ("hebbian", P, N)
    if key not in out:
        xi = files["xi"].view(np.int8).reshape(P, N).astype(np.float64)
        out[key] = xi.T @ xi
        np.fill_diagonal(out[key], 0)
    W = out[key]
    cue = files["cues"].view(np.int8).astype(np.float64)

    def run():
        state = cue.copy()
        changed = True
        while changed:
            changed = False
            for i in range(N):
                value = 1.0 if W[i] @ state >= 0 else -1.0
                if value != state[i]:
                    state[i] = value
                    changed = True
        out["recalled"] = state.astype(np.int8)

    return timed(repeats, run)


def relax(repeats, N, count, max_sweeps):
    """Synchronous retrieval of all states at once: a dense f32 product a sweep, of the states that still run."""
    key = ("weights", N)
    if key not in out:
        rows, inputs, weights = (files[k].view(np.int32) for k in ("rowStart", "inputs", "weights"))
        dense = np.zeros((N, N), np.float32)
        dense[np.repeat(np.arange(N), np.diff(rows)), inputs] = weights
        out[key] = np.ascontiguousarray(dense.T)
    W = out[key]
    cues = files["cues"].view(np.int8).reshape(count, N).astype(np.float32)

    def run():
        states = cues.copy()
        status = np.zeros(count, np.int32)
        sweeps = np.full(count, max_sweeps, np.int32)
        running = np.arange(count)
        now_, before = cues, None
        for sweep in range(1, max_sweeps + 1):
            after = np.where(now_ @ W >= 0, np.float32(1), np.float32(-1))
            fixed = (after == now_).all(axis=1)
            cycle = np.zeros_like(fixed) if before is None else (after == before).all(axis=1) & ~fixed
            ended = fixed | cycle
            states[running] = after
            status[running[fixed]] = 1
            status[running[cycle]] = 2
            sweeps[running[ended]] = sweep
            keep = ~ended
            if not keep.any():
                break
            running, before, now_ = running[keep], now_[keep], after[keep]
        out["states"], out["status"], out["sweeps"] = states.astype(np.int8), status, sweeps

    return timed(repeats, run)


def doubles(name, *shape):
    return files[name].view(np.float64).reshape(*shape)


def matvec(repeats, N, stride):
    """matrix @ x in f64: NumPy calls dgemv."""
    key = ("matrix", N)
    if key not in out:
        out[key] = np.ascontiguousarray(doubles("matrix", N, stride)[:, :N])
    matrix, x = out[key], doubles("x", stride)[:N].copy()
    result = np.empty(N)
    taken = timed(repeats, lambda: np.matmul(matrix, x, out=result))
    out["out"] = result
    return taken


def tanh(repeats, count):
    x = doubles("x", count)
    result = np.empty(count)
    taken = timed(repeats, lambda: np.tanh(x, out=result))
    out["out"] = result
    return taken


def flow(repeats, N, stride, duration, exponent):
    """du/dt = T tanh(u) - u by SciPy's RK45 at a relative tolerance of 10**-exponent."""
    key = ("matrix", N)
    if key not in out:
        out[key] = np.ascontiguousarray(doubles("matrix", N, stride)[:, :N])
    T, start = out[key], doubles("initial", N)
    tolerance = 10.0**-exponent

    def run():
        solved = solve_ivp(lambda _, u: T @ np.tanh(u) - u, (0, duration), start, "RK45", rtol=tolerance, atol=tolerance)
        out["state"] = solved.y[:, -1].copy()

    return timed(repeats, run)


def answer(verb, *words):
    if verb == "array":
        files[words[0]] = np.fromfile(words[1], np.uint8)
        out.clear()
        return 0
    if verb == "dump":
        out[words[0]].tofile(words[1])
        return 0
    known = (product, triangle, relax, matvec, tanh, flow, learn, recall)
    computation = {each.__name__: each for each in known}[verb]
    return computation(*(int(word) if word.isdigit() else word for word in words))


def blas():
    """Name and version of the BLAS that NumPy was built with."""
    try:
        found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return f"{found['name']} {found['version']}"
    except (TypeError, KeyError):
        return "unknown BLAS"


print(f"NumPy {np.__version__}, {blas()}{'' if ssyrk is None else ', ssyrk'}{'' if solve_ivp is None else ', solve_ivp'}", flush=True)
for line in sys.stdin:
    try:
        print(answer(*line.split()), flush=True)
    except Exception as error:
        print("error", repr(error).replace("\n", " "), flush=True)
