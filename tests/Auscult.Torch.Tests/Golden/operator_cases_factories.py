"""Cases of OperatorCases.Factories.cs."""
import torch

from operator_inputs import a, p, i

CASES = {
    "zeros": lambda: torch.zeros(2, 3),
    "ones_type": lambda: torch.ones(2, 3, dtype=torch.int64),
    "full": lambda: torch.full((2, 2), 3.5),
    "full_integer": lambda: torch.full((2, 2), 3),
    "arange": lambda: torch.arange(5),
    "arange_step": lambda: torch.arange(1, 2, 0.25),
    "linspace": lambda: torch.linspace(0, 1, 7),
    "logspace": lambda: torch.logspace(0, 2, 5),
    "eye": lambda: torch.eye(3),
    "eye_wide": lambda: torch.eye(2, 3),
    "zeros_like": lambda: a.new_zeros(a.shape),
    "ones_like": lambda: torch.ones_like(i),
    "full_like": lambda: torch.full_like(a, 2),
    "new_zeros": lambda: i.new_zeros(2),
    "new_ones": lambda: i.new_ones(2, 3),
    "new_full": lambda: a.new_full((2,), 4),
    "to_integer": lambda: a.mul(10).to(torch.int64),
    "to_half_and_back": lambda: a.half().float(),
    "to_bfloat16_and_back": lambda: a.bfloat16().float(),
    "to_double": lambda: a.double(),
    "to_bool": lambda: i.bool(),
    "to_int": lambda: a.mul(10).int(),
    "to_short": lambda: a.mul(10).short(),
    "to_byte": lambda: p.mul(10).byte(),
    "to_char": lambda: a.mul(10).char(),
    "to_long": lambda: a.mul(10).long(),
    "type_as": lambda: i.type_as(a),
}
