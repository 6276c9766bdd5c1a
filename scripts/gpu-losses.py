"""gpu-losses.py REFERENCE.jsonl OTHER.jsonl STEPS LIMIT: compares the losses of two trainings step by step.
gpu-losses.py --speed SPEED.json DEVICE: says how fast C# was beside PyTorch.

Prints one line; the exit code is 1 when a limit is not met.
"""
import json
import math
import sys

# A share of eager PyTorch's speed that a GPU must reach: the goal is 1, the rest is scatter.
LEAST_SPEED = 0.95


def read(path):
    """Loss per step; of a step that was taken twice, before and after a restart, the last."""
    steps = {}
    with open(path) as file:
        for line in file:
            try:
                row = json.loads(line)
            except ValueError:  # the line under way when the program was killed
                continue
            if "loss" in row and "step" in row:
                steps[row["step"]] = row
    return steps


def losses(reference, other, count, limit):
    left, right = read(reference), read(other)
    wanted = range(1, int(count) + 1)
    missing = [step for step in wanted if step not in left or step not in right]
    if missing:
        print(f"steps {missing[:5]} are missing")
        return 1
    differences = [abs(left[s]["loss"] - right[s]["loss"]) / abs(left[s]["loss"]) for s in wanted]
    # The maximum of numbers and NaN may be either.
    worst = max(differences) if all(map(math.isfinite, differences)) else math.inf
    rates = sorted(right[s]["tokens_per_second"] for s in wanted if "tokens_per_second" in right[s])
    waits = [right[s]["loader_wait_ratio"] for s in wanted if "loader_wait_ratio" in right[s]]
    speed = f", median {rates[len(rates) // 2]:.0f} tokens/s" if rates else ""
    wait = f", {sum(waits) / len(waits):.1%} waiting for data" if waits else ""
    print(f"{count} steps, largest relative difference of a loss {worst:.2e}, at most {limit}{speed}{wait}")
    return 0 if worst <= float(limit) else 1


def speed(path, device):
    with open(path) as file:
        result = json.load(file)
    parts, slow = [], False
    for size in result["sizes"]:
        own, compiled = size["sides"][0], size["sides"][2]
        slow = slow or (device == "cuda" and own["ratio_to_eager"] < LEAST_SPEED)
        against = "" if compiled["unavailable"] else f" (torch.compile {compiled['ratio_to_eager']:.3f})"
        parts.append(f"{size['size']} {own['ratio_to_eager']:.3f}{against}")
    limit = f"; at least {LEAST_SPEED} wanted" if device == "cuda" else ""
    print(f"C# by PyTorch eager: {', '.join(parts)}{limit}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(speed(*sys.argv[2:]) if sys.argv[1] == "--speed" else losses(*sys.argv[1:]))
