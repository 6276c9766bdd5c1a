#!/usr/bin/env -S python3 -B
"""Records data/tiny: a real Auscult training, observed by `auscult record`, while real disturbances are put on and taken off.

Needs root, Debian's iproute2, nginx-light and stress-ng, control groups v1 (blkio, memory), and a built command line.
"""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import schedule
from disturbances import FLOOD_PORT, Target, kinds
from testbed import PATH_MBIT, SERVER, SERVER_ADDRESS, Testbed, Unfit, check_machine, disk_of, inside, only_one, stop

ROOT = Path(__file__).resolve().parents[2]
NODE = "node0"
HERTZ = 2
QUIET_SECONDS = 45
TERMINATED = 128 + signal.SIGTERM
ORIGIN = "make record-tiny: an Auscult training on a two-core virtual machine under injected disturbances"

# The workloads differ so that a split by recording asks for more than remembering one trainer's pace.
WORKLOADS = {
    "small-often": ["train.batch_size=64", "train.checkpoint_seconds=6", "train.evaluation_steps=300", "train.restart_steps=600"],
    "wide-seldom": [
        "encoder.embed_dim=128", "train.batch_size=32", "train.checkpoint_seconds=10", "train.evaluation_steps=200", "train.restart_steps=400"],
    "deep-large-batch": [
        "encoder.num_layer_blocks=4", "train.batch_size=96", "train.checkpoint_seconds=8", "train.evaluation_steps=130", "train.restart_steps=250"],
}
COMMON = [
    "data=recorded", "window.length=64", "window.stride=1", "window.split.kind=time", "window.split.train_share=0.5",
    "window.split.validation_share=0.45", "tracker=none", "train.max_steps=10000000", "train.keep_checkpoints=1", "train.prefetch_batches=2",
    "train.checkpoint_steps=0", "train.evaluation_windows=3000",
]


def say(text: str) -> None:
    print(f"{datetime.now():%H:%M:%S} {text}", file=sys.stderr, flush=True)


def now() -> str:
    return datetime.now(timezone.utc).isoformat()


def environment() -> dict[str, str]:
    dotnet = shutil.which("dotnet")
    root = os.environ.get("DOTNET_ROOT") or (str(Path(dotnet).resolve().parent) if dotnet else "")
    return {**os.environ, "OMP_WAIT_POLICY": "passive", "DOTNET_ROOT": root}


class Driver:
    def __init__(self, testbed: Testbed, out: Path, auscult: Path):
        self.testbed, self.out, self.auscult = testbed, out, str(auscult)
        self.work = testbed.work
        self.scratch = self.work / "scratch"
        self.scratch.mkdir()
        self.disk, self.disk_number = disk_of(self.work)
        self.kinds = kinds(NODE, self.disk)
        self.trainer_cgroup = testbed.cgroup("blkio/auscult-trainer")
        self.hog_cgroup = testbed.cgroup("memory/auscult-hog")

    def auscult_run(self, *arguments: str) -> None:
        if self.testbed.start(self.auscult, *arguments, env=environment()).wait() != 0:
            raise RuntimeError(f"'auscult {' '.join(arguments)}' failed; see {self.testbed.log}")

    def prepare_shard(self) -> str:
        """What the trainer learns from: a minute of this machine's own telemetry, fused, served over HTTP."""
        say("recording and fusing a minute of telemetry for the trainer to learn from")
        seed = self.work / "seed"
        self.auscult_run("record", "--out", str(seed), "--seconds", "60", "--hz", "100")
        self.auscult_run("train", *self.train_arguments("fuse", [], shard=None), "train.max_steps=1")
        self.testbed.network()
        self.testbed.start(*inside(SERVER, sys.executable, str(Path(__file__).with_name("flood.py")), "sink", SERVER_ADDRESS, str(FLOOD_PORT)))
        (frame,) = (self.work / "runs" / "fuse" / "frames").glob("*.frame")
        return f"{self.testbed.file_server(frame.parent)}/{frame.name}"

    def train_arguments(self, name: str, workload: list[str], shard: str | None) -> list[str]:
        return [
            f"data.root={self.work / 'seed'}", f"output_dir={self.work / 'runs' / name}", *COMMON, *workload,
            *([f"train.shard_url={shard}"] if shard else []),
        ]

    def record(self, name: str, workload: list[str], shard: str, occurrences: list, quiet: float) -> None:
        telemetry, labels = self.work / f"{name}.telemetry.jsonl", self.work / f"{name}.labels.jsonl"
        labels.touch()
        trainer = self.testbed.start(
            self.auscult, "train", *self.train_arguments(name, workload, shard), "--telemetry", str(telemetry),
            cgroups=(self.trainer_cgroup,), env=environment())
        self.wait_for_steps(trainer, telemetry, 20)
        recorder = self.testbed.start(
            "nice", "-n", "-10", self.auscult, "record", "--out", str(self.out), "--append", "--recording", name, "--hz", str(HERTZ),
            "--node", NODE, "--model", str(telemetry), "--labels", str(labels), "--origin", ORIGIN, "--licence", "CC0-1.0", env=environment())
        target = Target(self.testbed, trainer.pid, self.trainer_cgroup, self.hog_cgroup, self.disk, self.disk_number, self.scratch)
        time.sleep(quiet)
        for number, occurrence in enumerate(occurrences):
            time.sleep(occurrence.gap)
            self.disturb(f"{name}/{occurrence.fault_class}-{number + 1}", occurrence, target, labels)
            for child in (trainer, recorder, self.testbed.switch):
                if child.poll() is not None:
                    raise RuntimeError(f"'{' '.join(child.args)}' ended with status {child.returncode}; see {self.testbed.log}")
        time.sleep(min(quiet, schedule.GAP[0]))
        if (status := stop(recorder)) != TERMINATED:
            raise RuntimeError(f"the recorder ended with status {status}; see {self.testbed.log}")
        stop(trainer)

    def disturb(self, label: str, occurrence: schedule.Occurrence, target: Target, labels: Path) -> None:
        kind = self.kinds[occurrence.fault_class]
        with kind.apply(target, occurrence.strength) as how:
            onset = now()
            say(f"{label}: {how}, {occurrence.length:.1f} s")
            time.sleep(occurrence.length)
        end = now()
        with open(labels, "a", encoding="utf-8") as file:
            file.write(json.dumps({
                "id": label, "fault_class": occurrence.fault_class, "layer": kind.layer, "root_entity": kind.root,
                "root_signals": kind.root_signals, "victims": kind.victims, "onset": onset, "end": end,
                "severity": round(0.2 + (0.8 * occurrence.strength), 3),
            }) + "\n")
            file.write(json.dumps({"time": onset, "entity": kind.root, "kind": "injected", "detail": f"{label}: {how}"}) + "\n")

    @staticmethod
    def wait_for_steps(trainer: subprocess.Popen, telemetry: Path, lines: int, patience: float = 180) -> None:
        deadline = time.monotonic() + patience
        while not telemetry.exists() or telemetry.read_bytes().count(b"\n") < lines:
            if trainer.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the trainer does not train (status {trainer.returncode}); see the log of the processes")
            time.sleep(0.5)


def description(options: argparse.Namespace, plan: list) -> dict:
    """What a reader of the dataset wants to know about the machine and the plan; nothing that names the machine."""
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) * 1024
    version = subprocess.run([str(options.auscult), "--version"], capture_output=True, text=True, env=environment()).stdout.strip()
    stress = subprocess.run(["stress-ng", "--version"], capture_output=True, text=True).stdout.split(",")[1].split("(")[0].strip()
    return {
        "machine": {"processor": cpu, "cores": os.cpu_count(), "memory_bytes": memory, "kernel": os.uname().release, "virtual": True},
        "versions": {"auscult": version, "stress-ng": stress, "python": sys.version.split()[0]},
        "seed": options.seed, "hertz": HERTZ, "quiet_seconds": QUIET_SECONDS, "path_mbit": PATH_MBIT, "trainer": COMMON, "workloads": WORKLOADS,
        "schedule": {name: [vars(occurrence) for occurrence in occurrences] for name, occurrences in zip(WORKLOADS, plan)},
    }


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "tiny", help="dataset folder (default: data/tiny)")
    parser.add_argument("--seed", type=int, default=20260, help="seed of the schedule")
    parser.add_argument("--occurrences", type=int, default=3, help="occurrences of every class in each of the three recordings")
    parser.add_argument("--rehearse", action="store_true", help="every class once for three seconds, into a throw-away folder")
    parser.add_argument("--auscult", type=Path, default=ROOT / "artifacts/bin/Auscult.Cli/release/auscult", help="the command line to use")
    return parser.parse_args()


def main() -> int:
    options = parse()
    work = ROOT / "artifacts" / "tiny"
    out = work / "tiny"
    plan = schedule.rehearsal() if options.rehearse else schedule.draw(options.seed, len(WORKLOADS), options.occurrences)
    quiet = 5 if options.rehearse else QUIET_SECONDS
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(TERMINATED))
    try:
        check_machine()
        say(f"{sum(map(len, plan))} disturbances, about {(schedule.seconds(plan) + len(plan) * (quiet + 40)) / 60:.0f} minutes")
        with only_one(), Testbed(work) as testbed:
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(parents=True)
            driver = Driver(testbed, out, options.auscult)
            shard = driver.prepare_shard()
            for (name, workload), occurrences in zip(WORKLOADS.items(), plan):
                driver.record(name, workload, shard, occurrences, quiet)
    except (Unfit, RuntimeError) as problem:
        print(f"record-tiny: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    (out / "recording.json").write_text(json.dumps(description(options, plan), indent=2) + "\n")
    if options.rehearse:
        say(f"rehearsed; the recording is in {out}")
        return 0
    shutil.rmtree(options.out, ignore_errors=True)
    shutil.move(out, options.out)
    say(f"recorded {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
