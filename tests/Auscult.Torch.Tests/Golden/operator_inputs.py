"""The tensors that all operator cases read; no case changes them."""
import torch

torch.manual_seed(20240217)

a = torch.randn(3, 4)  # any sign
b = torch.randn(3, 4)
p = torch.rand(3, 4) * 2 + 0.1  # positive
u = torch.rand(3, 4) * 1.8 - 0.9  # inside (-1, 1)
s = torch.tensor([1.5, float("nan"), float("inf"), -float("inf"), -0.0, 0.0, -2.5, 3.0, 0.5, 7.0, -1.0, float("nan")]).reshape(3, 4)
g = torch.where(torch.rand(3, 4) < 0.3, torch.tensor(float("nan")), a)  # gaps
i = torch.randint(-6, 7, (3, 4))
j = torch.randint(1, 6, (3, 4))
m = torch.rand(3, 4) < 0.5  # masks
n = torch.rand(3, 4) < 0.5
c = torch.randn(2, 3, 4)
v = torch.randn(5)
k = torch.tensor([0, 3, 1, 3, 2])  # positions
r = torch.tensor([3, 0, 2, 1])  # a permutation of four
w = torch.randn(3, 4)
q = torch.tensor([0.1, 0.5, 0.75])  # fractions, ascending
sq = torch.randn(4, 4) + 2 * torch.eye(4)  # well conditioned
spd = sq @ sq.T + torch.eye(4)  # symmetric, positive definite

INPUTS = "a b p u s g i j m n c v k r w q sq spd".split()


def put(source, change):
    """A changed copy."""
    copy = source.clone()
    change(copy)
    return copy
