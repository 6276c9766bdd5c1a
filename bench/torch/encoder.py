"""The Python side of the benchmark: the model of Encoder.cs and the commands of Worker.cs, on the same libtorch."""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

WIDTH, LAYERS, HEADS, TOKENS, BATCH, PATCH, BATCHES, GEMM = 128, 4, 4, 64, 64, 16, 4, 1024


def attend(q, k, v):
    if hasattr(F, "scaled_dot_product_attention"):  # public from 2.0 on
        return F.scaled_dot_product_attention(q, k, v)
    return F._scaled_dot_product_attention(q, k, v)[0]


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.attend_norm = nn.LayerNorm(WIDTH)
        self.attend_in = nn.Linear(WIDTH, 3 * WIDTH)
        self.attend_out = nn.Linear(WIDTH, WIDTH)
        self.feed_norm = nn.LayerNorm(WIDTH)
        self.feed_in = nn.Linear(WIDTH, 4 * WIDTH)
        self.feed_out = nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x):
        batch, tokens, width = x.shape
        qkv = self.attend_in(self.attend_norm(x)).view(batch, tokens, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        attended = attend(qkv[0], qkv[1], qkv[2]).transpose(1, 2).reshape(batch, tokens, width)
        x = x + self.attend_out(attended)
        return x + self.feed_out(F.gelu(self.feed_in(self.feed_norm(x))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Linear(PATCH, WIDTH)
        self.positions = nn.Parameter(torch.zeros(TOKENS, WIDTH))
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.reconstruction = nn.Linear(WIDTH, PATCH)

    def forward(self, x):
        x = self.patches(x) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.reconstruction(self.norm(x))


def read(folder, name, count):
    return torch.from_file(f"{folder}/{name}", size=count, dtype=torch.float32).clone()


def gemm():
    left, right, best = torch.randn(GEMM, GEMM), torch.randn(GEMM, GEMM), float("inf")
    for _ in range(12):
        start = time.perf_counter()
        left @ right
        best = min(best, time.perf_counter() - start)
    return 2 * GEMM**3 / best / 1e9


def main(folder, threads):
    torch.set_num_threads(threads)
    encoder = Encoder()
    weights = read(folder, "weights.f32", sum(parameter.numel() for parameter in encoder.parameters()))
    nn.utils.vector_to_parameters(weights, encoder.parameters())
    data = read(folder, "data.f32", BATCHES * BATCH * TOKENS * PATCH).view(BATCHES, BATCH, TOKENS, PATCH)
    optimizer = torch.optim.AdamW(encoder.parameters(), lr=1e-3, weight_decay=0.01)
    step = 0
    print("ready", flush=True)
    for command in sys.stdin:
        if command.strip() == "gemm":
            print(gemm(), flush=True)
            continue
        losses = []
        start, processor = time.perf_counter(), time.process_time()
        for _ in range(int(command.split()[1])):
            x = data[step % BATCHES]
            step += 1
            optimizer.zero_grad()
            loss = F.mse_loss(encoder(x), x)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        elapsed, processor = time.perf_counter() - start, time.process_time() - processor
        print(1000 * elapsed, 1000 * processor, *losses, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
