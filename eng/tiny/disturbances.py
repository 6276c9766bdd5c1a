"""The real disturbances: how each is put on and taken off, where it starts, and which signals show the cause itself."""
import contextlib
import os
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, ContextManager, Iterator

from testbed import CGROUPS, NIC, PATH_MBIT, SERVER_ADDRESS, Testbed, stop

FLOOD_PORT = 8081


@dataclass(frozen=True)
class Target:
    """What the disturbances act on."""

    testbed: Testbed
    trainer_pid: int
    trainer_cgroup: str
    hog_cgroup: str
    disk: str
    disk_number: str
    scratch: Path


@dataclass(frozen=True)
class Kind:
    """A fault class. `apply(target, strength)` disturbs while its context is entered."""

    layer: str
    root: str
    root_signals: tuple[str, ...]
    victims: tuple[str, ...]
    apply: Callable[[Target, float], ContextManager[str]]


def between(low: float, high: float, strength: float) -> float:
    """Geometric interpolation: equal steps of strength are equal factors."""
    return low * (high / low) ** strength


@contextlib.contextmanager
def _running(target: Target, *command: str, cgroups: tuple[str, ...] = ()) -> Iterator[None]:
    child = target.testbed.start(*command, cgroups=cgroups)
    try:
        yield
        if child.poll() is not None:
            raise RuntimeError(f"'{' '.join(command)}' ended early with status {child.returncode}; see {target.testbed.log}")
    finally:
        stop(child, patience=3)


@contextlib.contextmanager
def cpu_contention(target: Target, strength: float) -> Iterator[str]:
    workers = round(between(1, 4, strength) * (os.cpu_count() or 1))
    with _running(target, "stress-ng", "--cpu", str(workers), "--cpu-method", "matrixprod", "--quiet"):
        yield f"stress-ng --cpu {workers}"


@contextlib.contextmanager
def memory_pressure(target: Target, strength: float) -> Iterator[str]:
    """Writers that want more than their control group may have: page faults, reclaim, kills; the limit keeps the machine alive."""
    workers = os.cpu_count() or 1
    limit = round(between(512, 4096, strength))
    wanted = round(limit * 1.5)
    (CGROUPS / target.hog_cgroup / "memory.limit_in_bytes").write_text(f"{limit}M")
    with _running(
            target, "stress-ng", "--vm", str(workers), "--vm-bytes", f"{wanted}M", "--vm-method", "write64", "--quiet",
            cgroups=(target.hog_cgroup,)):
        yield f"stress-ng --vm {workers} --vm-bytes {wanted}M within {limit} MiB"


@contextlib.contextmanager
def disk_contention(target: Target, strength: float) -> Iterator[str]:
    workers = round(between(1, 8, strength))
    with _running(
            target, "stress-ng", "--hdd", str(workers), "--hdd-bytes", f"{64 * workers}M", "--hdd-opts", "direct,wr-rnd,rd-rnd",
            "--temp-path", str(target.scratch), "--quiet"):
        yield f"stress-ng --hdd {workers} --hdd-opts direct,wr-rnd,rd-rnd"


@contextlib.contextmanager
def network_cap(target: Target, strength: float) -> Iterator[str]:
    mbit = between(40, 2, strength)
    try:
        target.testbed.cap_path(mbit)
        yield f"tbf {mbit:.2f} Mbit/s instead of {PATH_MBIT:.0f}"
    finally:
        target.testbed.cap_path(PATH_MBIT)


@contextlib.contextmanager
def network_flood(target: Target, strength: float) -> Iterator[str]:
    streams = round(between(4, 32, strength))
    with _running(target, sys.executable, str(Path(__file__).with_name("flood.py")), SERVER_ADDRESS, str(FLOOD_PORT), str(streams)):
        yield f"{streams} bulk TCP streams each way"


@contextlib.contextmanager
def trainer_stall(target: Target, strength: float) -> Iterator[str]:
    """Stops the trainer for most of every two seconds, at full strength for good."""
    share = 0.7 + (0.3 * strength)
    over = threading.Event()

    def stop_and_go() -> None:
        while not over.is_set():
            os.killpg(target.trainer_pid, signal.SIGSTOP)
            over.wait(2 * share)
            if share < 0.95:
                os.killpg(target.trainer_pid, signal.SIGCONT)
                over.wait(2 * (1 - share))

    thread = threading.Thread(target=stop_and_go, daemon=True)
    thread.start()
    try:
        yield f"SIGSTOP for {share:.0%} of the time"
    finally:
        over.set()
        thread.join()
        os.killpg(target.trainer_pid, signal.SIGCONT)


@contextlib.contextmanager
def slow_checkpoint_storage(target: Target, strength: float) -> Iterator[str]:
    rate = round(between(4e6, 5e5, strength))
    throttle = CGROUPS / target.trainer_cgroup / "blkio.throttle.write_bps_device"
    try:
        throttle.write_text(f"{target.disk_number} {rate}")
        yield f"the trainer may write {rate / 1e6:.2f} MB/s to {target.disk}"
    finally:
        throttle.write_text(f"{target.disk_number} 0")


def kinds(node: str, disk: str) -> dict[str, Kind]:
    rank, nic, drive = f"{node}/rank0", f"{node}/{NIC}", f"{node}/{disk}"
    return {
        "cpu_contention": Kind(
            "hardware", node, ("procs_running", "pressure_cpu_some_seconds_total", "cpu_user_seconds_total"), (rank,), cpu_contention),
        "memory_pressure": Kind(
            "hardware", node, ("memory_page_faults_total", "memory_anonymous_bytes", "pressure_memory_some_seconds_total"), (rank,), memory_pressure),
        "disk_contention": Kind(
            "storage", drive, ("disk_io_weighted_seconds_total", "disk_writes_total", "pressure_io_some_seconds_total"), (rank,), disk_contention),
        "network_cap": Kind(
            "network", nic, ("nic_receive_bytes_total", "tcp_segments_in_total", "tcp_out_of_order_segments_total"), (rank,), network_cap),
        "network_flood": Kind(
            "network", nic, ("nic_transmit_bytes_total", "nic_receive_bytes_total", "tcp_retransmitted_segments_total"), (rank,), network_flood),
        "trainer_stall": Kind("model", rank, ("progress_age_seconds", "steps_total"), (), trainer_stall),
        "slow_checkpoint_storage": Kind(
            "storage", drive, ("pressure_io_full_seconds_total", "disk_write_bytes_total", "phase_state"), (rank,), slow_checkpoint_storage),
    }
