#!/usr/bin/env bash
# demo.sh [--json PATH]: from recorded telemetry to a judged encoder, in the commands a user would type.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

step() { printf '\n\033[1m%s\033[0m\n' "$1"; }
if [[ ! -t 1 || -n ${NO_COLOR:-} ]]; then step() { printf '\n%s\n' "$1"; }; fi
run() {
  printf '$ ./auscult %s\n' "$*"
  ./auscult "$@"
}

step "1/3 The data: telemetry of a real machine, recorded while a training ran and real disturbances were injected"
run inspect data/tiny

step "2/3 Train a joint encoder: it learns to reconstruct what is hidden from it, then a head learns the causes"
run train experiment=tiny

step "3/3 Judge it on recordings it has not seen, beside baselines and controls"
run evaluate runs/tiny "$@"

step "Done"
cat <<'END'
The report above opens in any browser. The run is tracked under mlruns/ (docs/guide/tracking.md).
Next: README.md has a tour; './auscult record --out mine' records this machine.
END
