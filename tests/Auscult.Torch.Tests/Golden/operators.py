#!/usr/bin/env python3
"""Writes operators.json: what PyTorch computes for every operator case of the tests.

    python3 tests/Auscult.Torch.Tests/Golden/operators.py

Debian's python3-torch 1.13 made the committed file. The cases carry the names of those in OperatorCases.*.cs, which evaluate
the same expressions in C#; a test holds that both sides have the same cases. Each topic is a file beside this one. Tensors are
stored as type, shape and base64 of their little-endian elements.
"""
import base64
import json
import pathlib

import torch

import operator_cases_pointwise
import operator_cases_in_place
import operator_cases_reductions
import operator_cases_shapes
import operator_cases_selecting
import operator_cases_linear_algebra
import operator_cases_factories
import operator_inputs as inputs

TOPICS = [
    operator_cases_pointwise,
    operator_cases_in_place,
    operator_cases_reductions,
    operator_cases_shapes,
    operator_cases_selecting,
    operator_cases_linear_algebra,
    operator_cases_factories,
]


def stored(tensor):
    tensor = tensor.contiguous()
    return {
        "type": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "data": base64.b64encode(tensor.numpy().tobytes()).decode(),
    }


def results(value):
    return [stored(value)] if isinstance(value, torch.Tensor) else [stored(item) for item in value]


if __name__ == "__main__":
    content = {
        "torch": torch.__version__,
        "inputs": {name: stored(getattr(inputs, name)) for name in inputs.INPUTS},
        "cases": {name: results(case()) for topic in TOPICS for name, case in topic.CASES.items()},
    }
    path = pathlib.Path(__file__).with_name("operators.json")
    lines = json.dumps(content, separators=(",", ":")).replace('"cases":{', '"cases":{\n').replace("}],", "}],\n")
    path.write_text(lines + "\n")
