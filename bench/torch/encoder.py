"""The Python side of the benchmark: the model of Encoder.cs and the commands of Worker.cs, on the same libtorch.

encoder.py FOLDER THREADS [compile]: 0 threads leave libtorch's choice; compile trains through torch.compile.
"""
import json
import queue
import resource
import sys
import threading
import time

import torch
from torch import nn
from torch.nn import functional as F


def attend(q, k, v):
    if hasattr(F, "scaled_dot_product_attention"):  # public from 2.0 on
        return F.scaled_dot_product_attention(q, k, v)
    return F._scaled_dot_product_attention(q, k, v)[0]


def linear(layer, x):
    return F.linear(x, layer.weight.to(x.dtype), layer.bias.to(x.dtype))


def normal(layer, x):
    return F.layer_norm(x, layer.normalized_shape, layer.weight.to(x.dtype), layer.bias.to(x.dtype), layer.eps)


class Block(nn.Module):
    def __init__(self, work):
        super().__init__()
        width = work["width"]
        self.heads = work["heads"]
        self.attend_norm = nn.LayerNorm(width)
        self.attend_in = nn.Linear(width, 3 * width)
        self.attend_out = nn.Linear(width, width)
        self.feed_norm = nn.LayerNorm(width)
        self.feed_in = nn.Linear(width, 4 * width)
        self.feed_out = nn.Linear(4 * width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        qkv = linear(self.attend_in, normal(self.attend_norm, x))
        qkv = qkv.view(batch, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = attend(qkv[0], qkv[1], qkv[2]).transpose(1, 2).reshape(batch, tokens, width)
        x = x + linear(self.attend_out, attended)
        return x + linear(self.feed_out, F.gelu(linear(self.feed_in, normal(self.feed_norm, x))))


class Encoder(nn.Module):
    def __init__(self, work):
        super().__init__()
        self.type = getattr(torch, work["precision"])
        self.patches = nn.Linear(work["patch"], work["width"])
        self.positions = nn.Parameter(torch.zeros(work["tokens"], work["width"]))
        self.blocks = nn.ModuleList(Block(work) for _ in range(work["layers"]))
        self.norm = nn.LayerNorm(work["width"])
        self.reconstruction = nn.Linear(work["width"], work["patch"])

    def forward(self, x):
        x = linear(self.patches, x.to(self.type)) + self.positions.to(self.type)
        for block in self.blocks:
            x = block(x)
        return linear(self.reconstruction, normal(self.norm, x)).float()


class Feed:
    """Batches in turn, as BatchFeed.cs gives them."""

    def __init__(self, work, data):
        self.work, self.device, self.waited, self.step = work, work["device"], 0.0, 0
        self.prefetch = work["prefetch"]
        self.data = data if self.prefetch else data.to(self.device)
        if self.prefetch:
            self.ready = queue.Queue(self.prefetch)
            threading.Thread(target=self.fill, daemon=True).start()

    def fill(self):
        step = 0
        while True:
            batch = self.data[step % self.work["batches"]]
            self.ready.put(batch.pin_memory() if self.device == "cuda" else batch.clone())
            step += 1

    def next(self):
        if not self.prefetch:
            self.step += 1
            return self.data[(self.step - 1) % self.work["batches"]]
        start = time.perf_counter()
        batch = self.ready.get()
        self.waited += time.perf_counter() - start
        return batch.to(self.device, copy=True, non_blocking=True)


def read(folder, name, count):
    return torch.from_file(f"{folder}/{name}", size=count, dtype=torch.float32).clone()


def synchronize(device):
    if device == "cuda":
        torch.cuda.synchronize()


def peak_memory(device):
    if device == "cuda":
        return torch.cuda.max_memory_allocated()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@torch.no_grad()
def gemm(work):
    size, device, kind, best = work["gemm_size"], work["device"], getattr(torch, work["precision"]), float("inf")
    left, right = (torch.randn(size, size, device=device).to(kind) for _ in range(2))
    products = 10 if device == "cuda" else 1
    for _ in range(12):
        synchronize(device)
        start = time.perf_counter()
        for _ in range(products):
            left @ right
        synchronize(device)
        best = min(best, (time.perf_counter() - start) / products)
    return 2 * size**3 / best / 1e9


def main(folder, threads, mode="eager"):
    if mode == "compile" and not hasattr(torch, "compile"):
        print(f"unavailable torch {torch.__version__} has no torch.compile", flush=True)
        return
    if threads > 0:
        torch.set_num_threads(threads)
    with open(f"{folder}/workload.json") as file:
        work = json.load(file)
    device = work["device"]
    encoder = Encoder(work)
    parameters = sum(parameter.numel() for parameter in encoder.parameters())
    nn.utils.vector_to_parameters(read(folder, "weights.f32", parameters), encoder.parameters())
    encoder.to(device)
    shape = [work[name] for name in ("batches", "batch", "tokens", "patch")]
    data = read(folder, "data.f32", shape[0] * shape[1] * shape[2] * shape[3]).view(shape)
    feed = Feed(work, data)
    fused = {"fused": True} if device == "cuda" else {}
    optimizer = torch.optim.AdamW(encoder.parameters(), lr=1e-3, weight_decay=0.01, **fused)
    run = torch.compile(encoder) if mode == "compile" else encoder
    print("ready", parameters, flush=True)
    for command in sys.stdin:
        if command.strip() == "gemm":
            print(gemm(work), flush=True)
            continue
        losses, feed.waited = [], 0.0
        synchronize(device)
        start, processor = time.perf_counter(), time.process_time()
        for _ in range(int(command.split()[1])):
            x = feed.next()
            loss = F.mse_loss(run(x), x)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            losses.append(loss.detach())
        losses = torch.stack(losses).tolist()
        synchronize(device)
        elapsed, processor = time.perf_counter() - start, time.process_time() - processor
        print(1000 * elapsed, 1000 * processor, 1000 * feed.waited, peak_memory(device), *losses, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
