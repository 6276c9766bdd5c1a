"""Reads a file the way Python usually does and prints the processor seconds it took, modules already imported.

The result is what the import of Auscult yields too: numbers by signal, times as 64-bit integers or datetimes, entities.
"""
import json
import re
import sys
import time
from datetime import datetime, timedelta

import numpy as np
import pandas as pd


def csv_wide(path):
    return pd.read_csv(path, parse_dates=["time"], dtype={"host": "category"})


def csv_long(path):
    frame = pd.read_csv(path, parse_dates=["time"], dtype={"host": "category", "metric": "category"})
    return frame.pivot(index=["host", "time"], columns="metric", values="value")


def json_lines(path):
    with open(path, encoding="utf-8") as file:
        frame = pd.DataFrame([json.loads(line) for line in file])
    frame["time"] = pd.to_datetime(frame["time"])
    return frame


def training_log(path):
    pair = re.compile(r"([a-zA-Z() ]+): +([0-9.E+-]+) \|")
    head = re.compile(r" iteration +([0-9]+)/")
    rows = []
    with open(path, encoding="utf-8") as file:
        now = datetime.fromisoformat(file.readline().split("datetime: ")[1].strip())
        for line in file:
            start = head.match(line)
            if start is None:
                continue
            row = {match[1].strip(): float(match[2]) for match in pair.finditer(line)}
            now += timedelta(milliseconds=row["elapsed time per iteration (ms)"])
            row["time"] = now
            row["iteration"] = int(start[1])
            rows.append(row)
    return pd.DataFrame(rows)


def openmetrics(path):
    sample = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\{(.*)\} ([^ ]+) ([^ ]+)$")
    label = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')
    series = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            match = sample.match(line)
            if match is None:
                continue
            labels = dict(label.findall(match[2]))
            series.setdefault((match[1], labels["instance"]), []).append((float(match[4]), float(match[3])))
    return {key: np.array(values) for key, values in series.items()}


readers = {"csv wide": csv_wide, "csv long": csv_long, "json lines": json_lines, "training log": training_log, "openmetrics": openmetrics}
read = readers[sys.argv[1]]
before = time.process_time()
result = read(sys.argv[2])
print(time.process_time() - before)
