#!/usr/bin/env bash
# demo.sh [--json PATH]: from recorded telemetry to a judged encoder, from simulated clusters to diagnoses, in the commands a user would type.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

step() { printf '\n\033[1m%s\033[0m\n' "$1"; }
if [[ ! -t 1 || -n ${NO_COLOR:-} ]]; then step() { printf '\n%s\n' "$1"; }; fi
run() {
  printf '$ ./auscult %s\n' "$*"
  ./auscult "$@"
}

step "1/5 The data: telemetry of a real machine, recorded while a training ran and real disturbances were injected"
run inspect data/tiny

step "2/5 Train a joint encoder: it learns to reconstruct what is hidden from it, then a head learns the causes"
run train experiment=tiny

step "3/5 Judge it on recordings it has not seen, beside baselines and controls"
run evaluate runs/tiny "$@"

step "4/5 What no recording has: 15 simulated clusters with labelled faults across all layers (docs/auscultbench.md)"
run simulate preset=bench-tiny --out artifacts/bench-tiny --overwrite
run incidents artifacts/bench-tiny --out artifacts/bench-tiny.incidents.html

step "5/5 Diagnosis: learn from labelled clusters, list the incidents of a cluster with another room, job and exporter, explain one"
run train experiment=diagnosis-tiny
run detect runs/diagnosis-tiny --recording test-02
run diagnose --at 2026-01-08T16:46:00Z --run runs/diagnosis-tiny

step "Done"
cat <<'END'
The reports above open in any browser, and so does the page of incidents. The run is tracked under mlruns/ (docs/guide/tracking.md).
Next: README.md has a tour; './auscult record --out mine' records this machine.
END
