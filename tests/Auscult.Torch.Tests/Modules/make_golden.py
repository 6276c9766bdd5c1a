#!/usr/bin/env python3
"""Writes golden.json beside this file: layers, activations, losses and initial values as PyTorch computes them.

Every case holds its inputs, its results and, where something is differentiable, the gradients of sum(result * weights) with
fixed weights. Made with Debian's python3-torch 1.13; run it again only to add cases.
"""
import json
import pathlib

import torch
from torch.nn import functional as F

torch.manual_seed(20260101)
cases = {}


def flat(tensor):
    tensor = tensor.detach()
    values = tensor.flatten().tolist()
    return {
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "data": [float(f"{v:.9g}") for v in values] if tensor.is_floating_point() else [int(v) for v in values],
    }


def case(name, compute, **inputs):
    """Inputs of floating type get gradients unless their name starts with an underscore."""
    entry = {key: flat(value) for key, value in inputs.items()}
    leaves = {key: value.clone().requires_grad_() for key, value in inputs.items() if value.is_floating_point() and key[0] != "_"}
    result = compute(**{key: leaves.get(key, value) for key, value in inputs.items()})
    entry["result"] = flat(result)
    if result.requires_grad:
        weights = torch.linspace(-1, 1.5, result.numel()).reshape(result.shape)
        (result * weights).sum().backward()
        entry["weights"] = flat(weights)
        for key, leaf in leaves.items():
            if leaf.grad is not None:
                entry["grad." + key] = flat(leaf.grad)
    cases[name] = entry


def rand(*shape):
    return torch.randn(*shape)


case("linear", lambda x, w, b: F.linear(x, w, b), x=rand(2, 3, 4), w=rand(5, 4), b=rand(5))
case("linear_no_bias", lambda x, w: F.linear(x, w), x=rand(3, 4), w=rand(5, 4))
case("layer_norm", lambda x, w, b: F.layer_norm(x, (6,), w, b, 1e-5), x=rand(2, 3, 6), w=rand(6), b=rand(6))
case("layer_norm_plain", lambda x: F.layer_norm(x, (3, 6), eps=1e-3), x=rand(2, 3, 6))
case("layer_norm_no_bias", lambda x, w: F.layer_norm(x, (6,), w, None), x=rand(4, 6), w=rand(6))
case("embedding", lambda w, i: F.embedding(i, w), w=rand(7, 3), i=torch.tensor([[1, 2, 2], [6, 0, 1]]))
case("embedding_padding", lambda w, i: F.embedding(i, w, padding_idx=2), w=rand(7, 3), i=torch.tensor([[1, 2, 2], [6, 0, 1]]))
case("embedding_max_norm", lambda _w, i: F.embedding(i, _w.clone(), max_norm=1.0), _w=3 * rand(7, 3), i=torch.tensor([[1, 2, 2], [6, 0, 1]]))
x = 2 * rand(3, 5)
for name, function in {
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "relu": F.relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda x: F.softmax(x, 1),
    "log_softmax": lambda x: F.log_softmax(x, 0),
    "normalize": lambda x: F.normalize(x),
    "normalize_l1": lambda x: F.normalize(x, p=1.0, dim=0),
}.items():
    case(name, lambda x, function=function: function(x), x=x)
case("mlp", lambda x, w0, b0, w2, b2: F.linear(F.gelu(F.linear(x, w0, b0)), w2, b2),
     x=rand(4, 3), w0=rand(6, 3), b0=rand(6), w2=rand(2, 6), b2=rand(2))
case("cosine_similarity", lambda x, y: F.cosine_similarity(x, y, dim=1), x=rand(4, 5), y=rand(4, 5))
case("one_hot", lambda i: F.one_hot(i, 5), i=torch.tensor([0, 4, 2, 2]))
case("one_hot_open", lambda i: F.one_hot(i), i=torch.tensor([[0, 1], [3, 2]]))

q, k, v = rand(2, 2, 4, 3), rand(2, 2, 5, 3), rand(2, 2, 5, 3)
attend = lambda *a, **o: F._scaled_dot_product_attention(*a, **o)[0]
case("attention", lambda q, k, v: attend(q, k, v), q=q, k=k, v=v)
case("attention_causal", lambda q, k, v: attend(q, k, v, is_causal=True), q=rand(2, 2, 4, 3), k=rand(2, 2, 4, 3), v=rand(2, 2, 4, 3))
case("attention_added_mask", lambda q, k, v, _m: attend(q, k, v, attn_mask=_m), q=q, k=k, v=v, _m=rand(4, 5))
case("attention_boolean_mask", lambda q, k, v, m: attend(q, k, v, attn_mask=m), q=q, k=k, v=v,
     m=torch.tensor([[1, 1, 0, 1, 0], [0, 1, 1, 1, 1], [1, 0, 0, 0, 1], [1, 1, 1, 1, 1]], dtype=torch.bool))

logits, classes = rand(6, 4), torch.tensor([0, 3, 1, 1, 2, 3])
points, target = rand(3, 4), rand(3, 4)
chance, truth = torch.rand(3, 4) * 0.9 + 0.05, torch.rand(3, 4).round()
for reduction in ("none", "mean", "sum"):
    def loss(name, function, **inputs):
        case(f"{name}.{reduction}", function, **inputs)

    loss("cross_entropy", lambda x, t: F.cross_entropy(x, t, reduction=reduction), x=logits, t=classes)
    loss("cross_entropy_weighted", lambda x, t, _w: F.cross_entropy(x, t, _w, ignore_index=1, label_smoothing=0.1, reduction=reduction),
         x=logits, t=classes, _w=torch.tensor([0.5, 1.0, 2.0, 0.25]))
    loss("cross_entropy_probabilities", lambda x, _t: F.cross_entropy(x, _t, reduction=reduction), x=logits, _t=F.softmax(rand(6, 4), 1))
    loss("cross_entropy_series", lambda x, t: F.cross_entropy(x, t, reduction=reduction), x=rand(2, 3, 4),
         t=torch.tensor([[0, 2, 1, 1], [2, 2, 0, 1]]))
    loss("nll", lambda x, t: F.nll_loss(F.log_softmax(x, 1), t, reduction=reduction), x=logits, t=classes)
    loss("bce", lambda x, _t, _w: F.binary_cross_entropy(x, _t, _w, reduction=reduction), x=chance, _t=truth, _w=torch.rand(3, 4))
    loss("bce_logits", lambda x, _t, _w, _p: F.binary_cross_entropy_with_logits(x, _t, _w, pos_weight=_p, reduction=reduction),
         x=points, _t=truth, _w=torch.rand(3, 4), _p=torch.tensor([0.5, 1.0, 3.0, 2.0]))
    loss("mse", lambda x, _y: F.mse_loss(x, _y, reduction=reduction), x=points, _y=target)
    loss("l1", lambda x, _y: F.l1_loss(x, _y, reduction=reduction), x=points, _y=target)
    loss("smooth_l1", lambda x, _y: F.smooth_l1_loss(x, _y, beta=0.5, reduction=reduction), x=points, _y=target)
    loss("huber", lambda x, _y: F.huber_loss(x, _y, delta=0.7, reduction=reduction), x=points, _y=target)


def seeded(name, make):
    torch.manual_seed(7)
    for key, value in make().items():
        cases.setdefault("init." + name, {})[key] = flat(value)


seeded("linear", lambda: dict(torch.nn.Linear(5, 3).named_parameters()))
seeded("embedding", lambda: dict(torch.nn.Embedding(6, 3, padding_idx=1).named_parameters()))
seeded("layer_norm", lambda: dict(torch.nn.LayerNorm(4).named_parameters()))
seeded("kaiming_uniform", lambda: {"w": torch.nn.init.kaiming_uniform_(torch.empty(4, 3, 2), a=0.2, mode="fan_out")})
seeded("kaiming_normal", lambda: {"w": torch.nn.init.kaiming_normal_(torch.empty(4, 3), nonlinearity="relu")})
seeded("xavier_uniform", lambda: {"w": torch.nn.init.xavier_uniform_(torch.empty(4, 3), gain=1.5)})
seeded("normal", lambda: {"w": torch.nn.init.normal_(torch.empty(5), 1.0, 0.02)})
seeded("eye", lambda: {"w": torch.nn.init.eye_(torch.empty(3, 4))})
seeded("dropout", lambda: {"w": F.dropout(torch.ones(50), 0.3, True)})

pathlib.Path(__file__).with_name("golden.json").write_text(
    "{\n" + ",\n".join(f" {json.dumps(name)}: {json.dumps(entry)}" for name, entry in cases.items()) + "\n}\n")
