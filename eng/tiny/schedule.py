"""Draws when which disturbance happens, how long and how strong: a seed gives the same schedule everywhere."""
import random
from dataclasses import dataclass

# Seconds. Slow storage shows only while a checkpoint is written, so it lasts longer than a checkpoint period.
LENGTHS = {
    "cpu_contention": (5, 14),
    "memory_pressure": (5, 14),
    "disk_contention": (5, 14),
    "network_cap": (5, 14),
    "network_flood": (5, 14),
    "trainer_stall": (5, 12),
    "slow_checkpoint_storage": (11, 16),
}
GAP = (8, 14)


@dataclass(frozen=True)
class Occurrence:
    """One disturbance: wait `gap` seconds, then disturb for `length` seconds with `strength` in [0, 1]."""

    fault_class: str
    gap: float
    length: float
    strength: float


def draw(seed: int, num_recordings: int, occurrences: int) -> list[list[Occurrence]]:
    """One shuffled list per recording, `occurrences` of every class in each; strengths of a class spread evenly over all of them."""
    generator = random.Random(seed)
    total = num_recordings * occurrences
    strengths = {}
    for name in LENGTHS:
        ladder = [(i + generator.random()) / total for i in range(total)]
        generator.shuffle(ladder)
        strengths[name] = ladder
    recordings = []
    for _ in range(num_recordings):
        names = list(LENGTHS) * occurrences
        generator.shuffle(names)
        recordings.append([
            Occurrence(name, generator.uniform(*GAP), generator.uniform(*LENGTHS[name]), strengths[name].pop())
            for name in names
        ])
    return recordings


def rehearsal() -> list[list[Occurrence]]:
    """Every class once, three seconds each, in one recording."""
    return [[Occurrence(name, 3.0, 3.0, 0.5) for name in LENGTHS]]


def seconds(recordings: list[list[Occurrence]]) -> float:
    """Time of the disturbances and gaps, start-up not counted."""
    return sum(o.gap + o.length for recording in recordings for o in recording)
