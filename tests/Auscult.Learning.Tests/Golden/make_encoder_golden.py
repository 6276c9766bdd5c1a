"""Makes encoder.safetensors: weights, inputs and outputs of encoder_reference.py. Run with a Python that has torch.

make_encoder_golden.py [OUTPUT]   (default: encoder.safetensors beside this file)
"""
import os
import sys

import torch

import safetensors_stdlib
from encoder_reference import Encoder, random_state

COLUMNS, WINDOW, PATCH, EMBED, HEADS, HIDDEN = [(0, 3), (3, 2), (5, 1)], 12, 4, 16, 2, 40


def main(path):
    torch.manual_seed(0)
    state = random_state(COLUMNS, PATCH, EMBED, HIDDEN, num_layer_blocks=2, num_fusion_blocks=1, num_entities=3, seed=7)
    for name in state:
        if "bias" in name or "norm" in name:
            state[name] = state[name] + 0.1 * torch.randn(state[name].shape)
    encoder = Encoder(state, COLUMNS, WINDOW, PATCH, HEADS, 10000.0, 4.0)
    values = torch.randn(4, WINDOW, 6) * 3
    visible = (torch.rand(4, WINDOW, 6) > 0.3).float()
    visible[1, :, 3:5] = 0          # a layer that was never recorded
    visible[2, 4:8, :] = 0          # a patch in which nothing was seen
    visible[3] = 0                  # nothing at all
    entity = torch.tensor([0, 1, 3, 2])
    layers, joint, reconstruction = encoder(values, visible, entity)
    tensors = {"weights." + name: tensor for name, tensor in state.items()}
    tensors |= {"values": values, "visible": visible, "layers": layers, "joint": joint, "reconstruction": reconstruction}
    out = {name: ("F32", list(t.shape), t.reshape(-1).tolist()) for name, t in tensors.items()}
    out["entity"] = ("I64", [4], entity.tolist())
    safetensors_stdlib.write(path, out, {"made_with": "torch " + torch.__version__})


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "encoder.safetensors"))
