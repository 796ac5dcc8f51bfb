"""What numpy needs for an operator that hawk-perf measures, and whether the emulator's answer is numpy's.

numpy_times.py make FOLDER ROWS COLUMNS
    writes x.bin, y.bin, gamma.bin, beta.bin (float32).
numpy_times.py serve FOLDER ROWS COLUMNS
    answers lines on standard input with one JSON line each:
    time OPERATOR       {"ms": of one call, "wholeMs": inputs read from their files, the call, the result written}
    check OPERATOR FILE {"worst": largest error of FILE, relative to 1 + |numpy's value|}
"""
import json
import os
import sys
import time

import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    e /= e.sum(axis=1, keepdims=True)
    return e


def layer_norm(x, gamma, beta):
    centred = x - x.mean(axis=1, keepdims=True)
    variance = (centred * centred).mean(axis=1, keepdims=True)
    return centred / np.sqrt(variance + np.float32(1e-5)) * gamma + beta


OPERATORS = {
    "add": (np.add, ("x", "y")),
    "exp": (np.exp, ("x",)),
    "softmax": (softmax, ("x",)),
    "layer_norm": (layer_norm, ("x", "gamma", "beta")),
}


def make(folder, rows, columns):
    random = np.random.default_rng(1)
    for name, shape in (("x", (rows, columns)), ("y", (rows, columns)), ("gamma", columns), ("beta", columns)):
        random.standard_normal(shape, dtype=np.float32).tofile(os.path.join(folder, name + ".bin"))


class Server:
    def __init__(self, folder, rows, columns):
        self.folder = folder
        self.shapes = {"x": (rows, columns), "y": (rows, columns), "gamma": (columns,), "beta": (columns,)}
        self.arrays = {name: self.load(name) for name in self.shapes}

    def load(self, name):
        return np.fromfile(os.path.join(self.folder, name + ".bin"), dtype=np.float32).reshape(self.shapes[name])

    def time(self, operator):
        function, names = OPERATORS[operator]
        arrays = [self.arrays[name] for name in names]
        begin = time.process_time()
        result = function(*arrays)
        alone = time.process_time() - begin
        del result
        begin = time.process_time()
        result = function(*[self.load(name) for name in names])
        result.tofile(os.path.join(self.folder, "numpy.bin"))
        whole = time.process_time() - begin
        return {"ms": alone * 1e3, "wholeMs": whole * 1e3}

    def check(self, operator, file):
        function, names = OPERATORS[operator]
        expected = function(*[self.arrays[name] for name in names])
        actual = np.fromfile(file, dtype=np.float32).reshape(expected.shape)
        return {"worst": float(np.max(np.abs(actual - expected) / (1 + np.abs(expected))))}


def main():
    verb, folder, rows, columns = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if verb == "make":
        make(folder, rows, columns)
        return
    server = Server(folder, rows, columns)
    for line in sys.stdin:
        words = line.split()
        answer = server.time(words[1]) if words[0] == "time" else server.check(words[1], words[2])
        print(json.dumps(answer), flush=True)


main()
