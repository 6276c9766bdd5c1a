"""Fuses long telemetry with pandas and numpy by the rules of docs/guide/frames.md; prints seconds, processor seconds and peak bytes."""
import json
import resource
import sys
import time

import numpy as np
import pandas as pd

STEP = 1_000_000
TOLERANCE = STEP // 2


def gauges(part, entities, rows):
    """Mean per step, held for 1.5 sampling intervals: [entity, row]."""
    part = part.assign(row=np.minimum((part["time"] + TOLERANCE) // STEP, rows - 1))
    means = part.groupby(["entity", "row"], sort=False)["value"].mean()
    last = part.groupby(["entity", "row"], sort=False)["time"].max()
    values = np.full((entities, rows), np.nan, dtype=np.float32)
    at = np.full((entities, rows), np.nan)
    index = means.index
    values[index.get_level_values(0), index.get_level_values(1)] = means.to_numpy()
    at[index.get_level_values(0), index.get_level_values(1)] = last.to_numpy()
    first = part.groupby("entity", sort=False).head(65)
    interval = first["time"].groupby(first["entity"]).diff().groupby(first["entity"]).median().reindex(range(entities)).to_numpy()
    held_at = pd.DataFrame(at.T).ffill().to_numpy().T
    held = pd.DataFrame(values.T).ffill().to_numpy().T
    begins = np.arange(rows) * STEP
    return np.where(np.isnan(values) & (begins - held_at <= interval[:, None] * 1.5), held, values)


def counters(part, entities, rows):
    """Increase per second within each step, linear between samples: [entity, row]."""
    by = part.groupby("entity", sort=False)
    increase = by["value"].diff()
    increase = increase.where(increase >= 0, part["value"]).where(by.cumcount() > 0, 0.0)
    total = increase.groupby(part["entity"]).cumsum()
    gap = by["time"].diff()
    first = by.head(65)
    interval = first["time"].groupby(first["entity"]).diff().groupby(first["entity"]).median()
    longest = np.maximum(10 * STEP, part["entity"].map(interval).to_numpy() * 2.5)
    part = part.assign(total=total, is_gap=(gap > longest))
    edges = np.arange(rows + 1) * STEP
    values = np.full((entities, rows), np.nan, dtype=np.float32)
    for entity, series in part.groupby("entity", sort=False):
        times, totals = series["time"].to_numpy(), series["total"].to_numpy()
        # Time and increase that lie between samples without a gap, up to each edge.
        length = np.where(series["is_gap"].to_numpy(), 0, np.diff(times, prepend=times[0]))
        rise = np.where(series["is_gap"].to_numpy(), 0, np.diff(totals, prepend=totals[0]))
        covered = np.diff(np.interp(edges, times, np.cumsum(length)))
        amount = np.diff(np.interp(edges, times, np.cumsum(rise)))
        with np.errstate(divide="ignore", invalid="ignore"):
            values[entity] = np.where(covered * 2 >= STEP, amount * 1e6 / covered, np.nan)
    return values


def fuse(frame, is_counter, entities):
    start = frame["time"].min()
    rows = int((frame["time"].max() + 1 - start + STEP - 1) // STEP)
    frame["time"] -= start
    result = np.empty((len(is_counter), entities, rows), dtype=np.float32)
    for signal, part in frame.groupby("signal", sort=False):
        part = part.sort_values(["entity", "time"], kind="stable")
        result[signal] = (counters if is_counter[signal] else gauges)(part, entities, rows)
    return result


def main():
    folder, is_counter, entities = sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])
    frame = pd.DataFrame({
        "time": np.fromfile(f"{folder}/time.raw", dtype=np.int64),
        "entity": np.fromfile(f"{folder}/entity.raw", dtype=np.int32),
        "signal": np.fromfile(f"{folder}/signal.raw", dtype=np.int32),
        "value": np.fromfile(f"{folder}/value.raw", dtype=np.float64),
    })
    began, processor = time.perf_counter(), time.process_time()
    result = fuse(frame, is_counter, entities)
    seconds, processor = time.perf_counter() - began, time.process_time() - processor
    result.tofile(f"{folder}/pandas.raw")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"Seconds": seconds, "ProcessorSeconds": processor, "PeakBytes": peak}))


main()
