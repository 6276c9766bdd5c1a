#!/usr/bin/env python3
"""Writes golden.json beside this file: parameters after 20 steps of each optimiser, rates of each schedule, clipped gradients.

The problem: loss = mean((tanh(x w + b) - y)^2) with the given x, y, w, b. Made with Debian's python3-torch 1.13; run it again only
to add cases.
"""
import json
import pathlib
import warnings

import torch
from torch.optim import lr_scheduler as schedules

warnings.filterwarnings("ignore")
torch.manual_seed(20260102)
x, y = torch.randn(8, 4), torch.randn(8, 3)
w0, b0 = torch.randn(4, 3), torch.randn(3)


def flat(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def problem():
    return w0.clone().requires_grad_(), b0.clone().requires_grad_()


def loss(w, b):
    return ((torch.tanh(x @ w + b) - y) ** 2).mean()


def run(make):
    w, b = problem()
    optimizer = make(w, b)
    steps = {}
    for step in range(1, 21):
        optimizer.zero_grad()
        loss(w, b).backward()
        optimizer.step()
        if step in (1, 2, 20):
            steps[step] = {"w": flat(w), "b": flat(b)}
    return steps


SGD, Adam, AdamW = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW
optimizers = {
    "sgd": lambda w, b: SGD([w, b], lr=0.1),
    "sgd_momentum": lambda w, b: SGD([w, b], lr=0.1, momentum=0.9, dampening=0.2, weight_decay=0.05),
    "sgd_nesterov": lambda w, b: SGD([w, b], lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True),
    "sgd_maximize": lambda w, b: SGD([w, b], lr=0.1, maximize=True),
    "adam": lambda w, b: Adam([w, b], lr=0.02),
    "adam_decay": lambda w, b: Adam([w, b], lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
    "adam_amsgrad": lambda w, b: Adam([w, b], lr=0.05, amsgrad=True, maximize=True),
    "adamw": lambda w, b: AdamW([w, b], lr=0.02, weight_decay=0),
    "adamw_decay": lambda w, b: AdamW([w, b], lr=0.02, betas=(0.8, 0.95), eps=1e-6, weight_decay=0.1),
    "adamw_amsgrad": lambda w, b: AdamW([w, b], lr=0.05, weight_decay=0.01, amsgrad=True, maximize=True),
    "adamw_groups": lambda w, b: AdamW([{"params": [w]}, {"params": [b], "lr": 0.1, "weight_decay": 0.0}], lr=0.02, weight_decay=0.1),
}


def rates(make, steps, momentum):
    """Learning rates (and momenta) of two groups before and after each step."""
    w, b = problem()
    groups = [{"params": [w], "lr": 0.1}, {"params": [b], "lr": 0.4}]
    optimizer = AdamW(groups) if momentum == "betas" else SGD(groups, lr=0.1, momentum=0.9)
    schedule = make(optimizer)
    series = []
    for step in range(steps + 1):
        if step:
            optimizer.step()
            schedule.step()
        row = [group["lr"] for group in optimizer.param_groups]
        if momentum == "betas":
            row += [group["betas"][0] for group in optimizer.param_groups]
        elif momentum:
            row += [group["momentum"] for group in optimizer.param_groups]
        series.append(row)
    return series


schedulers = {
    "lambda": (lambda o: schedules.LambdaLR(o, lambda step: 1 / (1 + 0.3 * step)), 12, None),
    "step": (lambda o: schedules.StepLR(o, 4, 0.5), 14, None),
    "constant": (lambda o: schedules.ConstantLR(o, 0.25, 6), 10, None),
    "linear": (lambda o: schedules.LinearLR(o, 0.1, 0.8, 7), 12, None),
    "cosine": (lambda o: schedules.CosineAnnealingLR(o, 10, 0.01), 35, None),
    "sequential": (
        lambda o: schedules.SequentialLR(
            o, [schedules.LinearLR(o, 0.1, 1.0, 5), schedules.CosineAnnealingLR(o, 10, 0.001), schedules.ConstantLR(o, 0.5, 3)], [5, 14]),
        20, None),
    "one_cycle_betas": (lambda o: schedules.OneCycleLR(o, 1.0, total_steps=20), 19, "betas"),
    "one_cycle_momentum": (
        lambda o: schedules.OneCycleLR(
            o, [0.5, 2.0], epochs=3, steps_per_epoch=8, pct_start=0.25, anneal_strategy="linear", three_phase=True, base_momentum=0.7,
            max_momentum=0.9, div_factor=10, final_div_factor=100), 23, "momentum"),
    "one_cycle_rates_only": (lambda o: schedules.OneCycleLR(o, 1.0, total_steps=16, cycle_momentum=False), 15, None),
}


def clipped(max_norm, p):
    w, b = problem()
    (50 * loss(w, b)).backward()
    norm = torch.nn.utils.clip_grad_norm_([w, b], max_norm, p)
    return {"norm": float(norm), "w": flat(w.grad), "b": flat(b.grad)}


def clamped(value):
    w, b = problem()
    (50 * loss(w, b)).backward()
    torch.nn.utils.clip_grad_value_([w, b], value)
    return {"norm": 0.0, "w": flat(w.grad), "b": flat(b.grad)}


sections = {
    "problem": {"x": flat(x), "y": flat(y), "w": flat(w0), "b": flat(b0)},
    "optimizers": {name: run(make) for name, make in optimizers.items()},
    "schedulers": {name: rates(*arguments) for name, arguments in schedulers.items()},
    "clip": {
        "norm2": clipped(0.5, 2.0), "norm1": clipped(1.0, 1.0), "infinity": clipped(0.2, float("inf")), "loose": clipped(1e6, 2.0),
        "value": clamped(0.3),
    },
}
lines = []
for section, entries in sections.items():
    body = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items())
    lines.append(f" {json.dumps(section)}: {{\n{body}\n }}")
pathlib.Path(__file__).with_name("golden.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
