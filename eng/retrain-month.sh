#!/usr/bin/env bash
# retrain-month.sh DIR: a simulated month of weekly retraining, one call of `auscult retrain` after each delivery of data; the page is DIR/index.html.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
out=${1:-runs/retrain-month}
auscult=${AUSCULT:-$root/auscult}
poison=$root/artifacts/bin/Auscult.Bench.Retraining/release/Auscult.Bench.Retraining
settings=(experiment=retrain-month "retrain.folder=$out/state" "retrain.incoming=$out/incoming" "tracker.root=$out/mlruns")
splits=simulation.benchmark.splits

rm -rf "$out"
mkdir -p "$out/incoming"

# simulate SEED DIR [KEY=VALUE...]: KEY of both parts of the week.
simulate() {
  local seed=$1 to=$2 both=()
  shift 2
  for setting in "$@"; do both+=("$splits.train.$setting" "$splits.test.$setting"); done
  "$auscult" simulate preset=week "seed=$seed" "${both[@]}" --out "$to" 2>>"$out/log.txt" >>"$out/log.txt"
}

# retrain WHAT CODE: one call of the scheduler, which has to end with CODE.
retrain() {
  local code=0
  printf '%-22s ' "$1"
  "$auscult" retrain "${settings[@]}" 2>>"$out/log.txt" || code=$?
  [[ $code == "$2" ]] || { echo "retrain-month: $1 ended with exit code $code, not $2; see $out/log.txt" >&2; exit 1; }
}

simulate 1 "$out/incoming/week1"
retrain "week 1" 0
simulate 2 "$out/incoming/week2"
retrain "week 2" 0
retrain "nothing new" 0
simulate 3 "$out/incoming/week3-drift" 'jobs=[dense-long]' 'exporters=[slow]'
retrain "week 3, drift" 0
simulate 4 "$out/.week4"
"$poison" labels "$out/.week4" "$out/incoming/week4-labels"
retrain "week 4, labels" 3
"$poison" exporter "$out/.week4" "$out/incoming/week4-exporter"
retrain "week 4, exporter" 3
simulate 5 "$out/incoming/week5-new" \
  'classes=[hbm_ecc,nvlink_errors,switch_fault,storage_saturation,congestion,off_bus,nic_down,cpu_contention]'
retrain "week 5, new classes" 0
rm -rf "$out/.week4"
"$auscult" retrain report "${settings[@]}" --out "$out/index.html" --table "$out/decisions.md"
