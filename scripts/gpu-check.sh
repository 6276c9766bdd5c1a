#!/usr/bin/env bash
# gpu-check.sh [--cpu] [--results DIR] [--no-speed|--only-speed] [--sizes 25M,100M,300M]: builds the tensor engine's native half against the PyTorch
# of this machine, then checks that the GPU computes what the CPU computes and measures speed beside PyTorch. One line per check: PASS,
# FAIL or SKIP with its figures; exit code 1 when one failed. Needs python3 with PyTorch (PYTHON names another) and g++; neither .NET nor
# CMake. --cpu lets the CPU stand in for the GPU. Results: gpu-check.json, speed.json and speed.md in DIR ($OUT, else ./gpu-check).
set -uo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
device=cuda results=${OUT:-gpu-check} checks=1 speed=1 sizes=25M,100M,300M
while [[ $# -gt 0 ]]; do
  case $1 in
    --cpu) device=cpu sizes=25M ;;
    --no-speed) speed=0 ;;
    --only-speed) checks=0 ;;
    --results) results=${2:?--results needs a folder}; shift ;;
    --sizes) sizes=${2:?--sizes needs names}; shift ;;
    *) sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
  shift
done
export PYTHON=${PYTHON:-python3} LC_ALL=C
if ! "$PYTHON" -c 'import torch' >/dev/null 2>&1; then
  echo "gpu-check: $PYTHON has no PyTorch; PYTHON=/path/to/python names another" >&2
  exit 2
fi
if [[ ! -x $root/bin/auscult ]]; then
  echo "gpu-check: $root is no unpacked bundle; 'make gpu-bundle' builds one" >&2
  exit 2
fi
mkdir -p "$results" && results=$(cd "$results" && pwd) || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$root/environment.sh"
export AUSCULT_TORCH_NATIVE=$root/build/libauscult_torch.so AUSCULT_CONFIGS=$root/configs
# Data and configuration are named relative to the bundle.
cd "$root" || exit 2

lines=$work/lines
: >"$lines"
# report STATUS NAME TEXT: one line on the screen and one for the results.
report() {
  printf '%s %s: %s\n' "$1" "$2" "$3"
  printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$lines"
}
# passes NAME COMMAND...: PASS with the command's last line of output, or FAIL with its last line of complaint.
passes() {
  local name=$1
  shift
  if "$@" >"$work/out" 2>"$work/err"; then report PASS "$name" "$(tail -n 1 "$work/out")"; return 0; fi
  report FAIL "$name" "$(cat "$work/out" "$work/err" | grep -v '^ *$' | tail -n 1 | cut -c 1-300)"
  cp "$work/err" "$results/${name// /-}.err"
  return 1
}
finish() {
  "$PYTHON" - "$lines" "$results/gpu-check.json" <<'PY'
import json, sys
rows = [line.rstrip("\n").split("\t", 2) for line in open(sys.argv[1])]
with open(sys.argv[2], "w") as file:
    json.dump([{"status": s, "name": n, "text": t} for s, n, t in rows], file, indent=2)
PY
  printf '%d passed, %d failed, %d skipped; results in %s\n' \
    "$(grep -c ^PASS "$lines")" "$(grep -c ^FAIL "$lines")" "$(grep -c ^SKIP "$lines")" "$results"
  if grep -q ^FAIL "$lines"; then exit 1; fi
  exit 0
}

machine() {
  "$PYTHON" - "$device" <<'PY'
import os, sys, torch
name = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "no GPU"
print(f"{name}, torch {torch.__version__}, CUDA {torch.version.cuda}, {os.cpu_count()} processors")
sys.exit(0 if sys.argv[1] == "cpu" or torch.cuda.is_available() else 1)
PY
}
# A second check takes the library that the first one built for the same PyTorch.
native() {
  local began=$SECONDS key
  key=$("$PYTHON" -c 'import torch; print(torch.__file__, torch.__version__)' | tail -n 1)
  if [[ -f $AUSCULT_TORCH_NATIVE && $(cat "$root/build/key" 2>/dev/null) == "$key" ]]; then
    echo "built before: $(cat "$root/build/parts")"
    return 0
  fi
  rm -rf "$root/build" && mkdir "$root/build" || return 1
  "$root/scripts/gpu-native.sh" "$root/native" "$root/build" >"$root/build/parts" || return 1
  printf '%s\n' "$key" >"$root/build/key"
  echo "g++ alone, $(cat "$root/build/parts"), $((SECONDS - began)) s"
}
# A machine that has CMake too shows that LIBTORCH=... make setup works there.
with_cmake() {
  local library
  library=$("$PYTHON" -c 'import os, torch; print(os.path.dirname(torch.__file__))' | tail -n 1)
  if [[ ! -e $library/include ]]; then library=; fi
  cmake -S "$root/native" -B "$work/cmake" -G Ninja -DLIBTORCH="$library" && cmake --build "$work/cmake" && echo "built"
}
engine() {
  "$root/bin/auscult" doctor --json "$work/doctor.json" >"$work/doctor.txt" 2>&1
  "$PYTHON" - "$work/doctor.json" "$device" <<'PY'
import json, sys
report = json.load(open(sys.argv[1]))
engine, gpus = report["tensor_engine"], [d for d in report["devices"] if d["name"].startswith("cuda:") and d["usable"]]
print(f"auscult {report['versions'].get('commit', '')[:9]} with its own .NET {report['versions']['.NET']}, libtorch "
      f"{engine['version'] or engine['error']}, {len(gpus)} usable GPUs")
sys.exit(0 if engine["loaded"] and (sys.argv[2] == "cpu" or gpus) else 1)
PY
}
# train NAME KEY=VALUE...: 60 steps of the real trainer on data/tiny; they go to NAME.jsonl.
train() {
  local name=$1
  shift
  "$root/bin/auscult" train experiment=tiny tracker=none output_dir="$work/$name" train.max_steps=60 train.warmup_steps=5 \
    train.batch_size=16 train.tf32=false train.evaluation_steps=0 train.evaluation_windows=16 train.checkpoint_steps=5 \
    train.keep_checkpoints=3 "$@" --telemetry "$work/$name.jsonl"
}
compare() { "$PYTHON" "$root/scripts/gpu-losses.py" "$@"; }
trainer() {
  train on-cpu train.device=cpu && train on-device train.device="$device" || return 1
  compare "$work/on-cpu.jsonl" "$work/on-device.jsonl" 20 1e-3
}
narrow() {
  train narrow train.device="$device" train.precision=bfloat16 || return 1
  compare "$work/on-device.jsonl" "$work/narrow.jsonl" 20 5e-2
}
# Ends the program without warning some steps after the checkpoint of step 10; those steps are lost and done again.
killed() {
  train killed train.device="$device" >"$work/killed.txt" 2>&1 &
  local child=$!
  # The function runs in a subshell of its own; the program is its child.
  while kill -0 "$child" 2>/dev/null && ! grep -qs '"step":1[2-9],' "$work/killed.jsonl"; do sleep 0.02; done
  pkill -9 -P "$child" 2>/dev/null
  wait "$child" && { echo "the training ended before it could be killed"; return 1; }
  train killed train.device="$device" --resume || return 1
  # Bit for bit on CPU; some CUDA operators add in changing order.
  compare "$work/on-device.jsonl" "$work/killed.jsonl" 60 "$(if [[ $device == cpu ]]; then echo 0; else echo 1e-3; fi)"
}
race() {
  local few=()
  if [[ $device == cpu ]]; then few=(--turns 2 --steps 1 --batch 1 --tokens 64); fi
  "$root/bin/Auscult.Bench.Torch" speed --device "$device" --sizes "$sizes" "${few[@]}" --json "$results/speed.json" \
    --markdown "$results/speed.md" >&2 || return 1
  "$PYTHON" "$root/scripts/gpu-losses.py" --speed "$results/speed.json" "$device"
}

check() {
  if command -v cmake >/dev/null && command -v ninja >/dev/null; then passes "native half by CMake" with_cmake; fi
  passes engine engine || finish
  "$root/bin/Auscult.Bench.Torch" check --device "$device" >"$work/checks" 2>"$results/check.err"
  local status=$?
  while IFS= read -r line; do
    if [[ $line =~ ^(PASS|FAIL|SKIP)\ ([^:]*):\ (.*)$ ]]; then report "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"; fi
  done <"$work/checks"
  if [[ $status -gt 1 || ! -s $work/checks ]]; then report FAIL "encoder checks" "ended with exit code $status"; fi
  if [[ ! -s $results/check.err ]]; then rm -f "$results/check.err"; fi
  if passes "trainer" trainer; then
    passes "trainer in bfloat16" narrow
    passes "resume after kill -9" killed
  fi
}

passes machine machine || finish
passes "native half" native || finish
# Wheels keep the CUDA libraries in folders of their own; normally libtorch finds them by itself.
wheels=$("$PYTHON" -c 'import glob, os, torch
print(":".join(glob.glob(os.path.dirname(os.path.dirname(torch.__file__)) + "/nvidia/*/lib")))' | tail -n 1)
if [[ -n $wheels ]]; then export LD_LIBRARY_PATH=$wheels${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}; fi
if [[ $checks -eq 1 ]]; then
  check
fi
if [[ $speed -eq 1 ]]; then
  passes speed race
  if [[ -f $results/speed.md ]]; then cat "$results/speed.md"; fi
fi
finish
