"""The joint encoder in plain PyTorch, written from its documentation: the reference for the golden values.

Shapes: B windows, T time, S signals, C signals of one layer, L layers, N patches, P rows of a patch, D embed.
"""
import math

import torch
import torch.nn.functional as F

STILL_DEVIATION = 0.01


def attention(x, w_qkv, w_out, num_heads, cos, sin):
    b, n, d = x.shape
    q, k, v = [part.reshape(b, n, num_heads, d // num_heads).transpose(1, 2) for part in (x @ w_qkv.T).chunk(3, -1)]

    def rotate(z):
        first, second = z.chunk(2, -1)
        return torch.cat([first * cos - second * sin, first * sin + second * cos], -1)

    weights = torch.softmax(rotate(q) @ rotate(k).transpose(-1, -2) / math.sqrt(d // num_heads), -1)
    return (weights @ v).transpose(1, 2).reshape(b, n, d) @ w_out.T


def feed_forward(x, w_gate_up, w_down):
    gate, up = (x @ w_gate_up.T).chunk(2, -1)
    return (F.silu(gate) * up) @ w_down.T


class Encoder:
    """state: name -> tensor; columns: list of (first, count) per layer."""

    def __init__(self, state, columns, window, patch, num_heads, rotary_base, limit):
        self.state, self.columns = state, columns
        self.window, self.patch, self.num_patches = window, patch, window // patch
        self.num_heads, self.limit = num_heads, limit
        width = state["output_norm.norm.weight"].shape[0] // num_heads
        step = torch.arange(self.num_patches, dtype=torch.float64)
        angle = step[:, None] * rotary_base ** (-torch.arange(width // 2, dtype=torch.float64) / (width // 2))
        self.cos, self.sin = angle.cos().float(), angle.sin().float()

    def norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.state[name + ".norm.weight"], self.state[name + ".norm.bias"])

    def tokens(self, layer, values, visible):
        b, _, c = values.shape
        shape = (b, self.num_patches, self.patch, c)
        v = visible.reshape(shape)
        x = values.clamp(-self.limit, self.limit).reshape(shape) * v
        count = v.sum(2)
        mean = x.sum(2) / count.clamp_min(1)
        variance = (((x - mean[:, :, None]) * v) ** 2).sum(2) / count.clamp_min(1)
        deviation = 0.5 * torch.log(variance + STILL_DEVIATION ** 2) - math.log(STILL_DEVIATION)
        low = torch.where(v > 0, x, torch.full_like(x, math.inf)).amin(2)
        high = torch.where(v > 0, x, torch.full_like(x, -math.inf)).amax(2)
        spread = torch.where(count > 0, high - low, torch.zeros_like(low))
        rows = torch.arange(1, self.window + 1, dtype=values.dtype)
        last = (visible * rows[None, :, None]).cummax(1).values.reshape(shape)[:, :, -1]
        ends = torch.arange(1, self.num_patches + 1, dtype=values.dtype) * self.patch
        age = (ends[None, :, None] - last) / self.window
        features = torch.cat([x.flatten(2), v.flatten(2), mean, deviation, spread, age], -1)
        prefix = f"tokenizers.{layer}."
        token = features @ self.state[prefix + "embed.weight"].T + self.state[prefix + "embed.bias"]
        return torch.where(count.sum(-1, keepdim=True) > 0, token, self.state[prefix + "substitute"])

    def block(self, x, name, repeats):
        cos, sin = self.cos.repeat(repeats, 1), self.sin.repeat(repeats, 1)
        s = self.state
        x = x + attention(self.norm(x, name + ".attention_norm"), s[name + ".attention.query_key_value.weight"],
                          s[name + ".attention.output.weight"], self.num_heads, cos, sin)
        return x + feed_forward(self.norm(x, name + ".feed_forward_norm"), s[name + ".feed_forward.gate_up.weight"],
                                s[name + ".feed_forward.down.weight"])

    def __call__(self, values, visible, entity=None):
        b, layers, s = values.shape[0], len(self.columns), self.state
        h = torch.stack([self.tokens(i, values[..., f:f + c], visible[..., f:f + c]) for i, (f, c) in enumerate(self.columns)], 1)
        position = s["entity_position"][torch.zeros(b, dtype=torch.long) if entity is None else entity]
        h = h + s["layer_position"] + position[:, None, None]
        d = h.shape[-1]
        h = h.reshape(b * layers, self.num_patches, d)
        for i in range(sum(1 for k in s if k.startswith("layer_blocks.") and k.endswith(".attention.output.weight"))):
            h = self.block(h, f"layer_blocks.{i}", 1)
        h = h.reshape(b, layers * self.num_patches, d)
        for i in range(sum(1 for k in s if k.startswith("fusion_blocks.") and k.endswith(".attention.output.weight"))):
            h = self.block(h, f"fusion_blocks.{i}", layers)
        h = self.norm(h, "output_norm").reshape(b, layers, self.num_patches, d)
        parts = [(h[:, i] @ s[f"reconstructors.{i}.weight"].T + s[f"reconstructors.{i}.bias"]).reshape(b, self.window, c)
                 for i, (_, c) in enumerate(self.columns)]
        embeddings = h.mean(2)
        return embeddings, embeddings.mean(1), torch.cat(parts, 2)


def random_state(columns, patch, d, hidden, num_layer_blocks, num_fusion_blocks, num_entities=0, seed=0):
    g = torch.Generator().manual_seed(seed)

    def matrix(rows, cols, gain=1.0):
        return torch.randn(rows, cols, generator=g) * gain / math.sqrt(cols)

    state = {"layer_position": torch.randn(len(columns), 1, d, generator=g) * 0.02,
             "entity_position": torch.randn(num_entities + 1, d, generator=g) * 0.02}
    for i, (_, c) in enumerate(columns):
        state[f"tokenizers.{i}.embed.weight"] = matrix(d, c * (2 * patch + 4))
        state[f"tokenizers.{i}.embed.bias"] = torch.zeros(d)
        state[f"tokenizers.{i}.substitute"] = torch.randn(d, generator=g) * 0.02
        state[f"reconstructors.{i}.weight"] = matrix(patch * c, d, 0.1)
        state[f"reconstructors.{i}.bias"] = torch.zeros(patch * c)
    names = ["output_norm"]
    for kind, count in (("layer_blocks", num_layer_blocks), ("fusion_blocks", num_fusion_blocks)):
        for i in range(count):
            name = f"{kind}.{i}"
            names += [name + ".attention_norm", name + ".feed_forward_norm"]
            state[name + ".attention.query_key_value.weight"] = matrix(3 * d, d)
            state[name + ".attention.output.weight"] = matrix(d, d, 0.5)
            state[name + ".feed_forward.gate_up.weight"] = matrix(2 * hidden, d)
            state[name + ".feed_forward.down.weight"] = matrix(d, hidden, 0.5)
    for name in names:
        state[name + ".norm.weight"] = torch.ones(d)
        state[name + ".norm.bias"] = torch.zeros(d)
    return state
