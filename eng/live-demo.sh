#!/usr/bin/env bash
# live-demo.sh [KEY=VALUE ...]: Prometheus and node_exporter watch a training on this machine; metrics and training telemetry become one dataset.
# Further arguments go to the training, e.g. train.max_steps=1000. The result is runs/live/all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for program in prometheus prometheus-node-exporter; do
  command -v "$program" >/dev/null || { echo "$program is not installed; apt-get install $program" >&2; exit 2; }
done
exporter_port=${EXPORTER_PORT:-29100} server_port=${SERVER_PORT:-29090}
out=runs/live
rm -rf "$out"
mkdir -p "$out"
run() {
  printf '$ ./auscult %s\n' "$*"
  ./auscult "$@"
}

cat >"$out/prometheus.yml" <<END
global: { scrape_interval: 1s }
scrape_configs:
  - { job_name: node, static_configs: [{ targets: ['localhost:$exporter_port'] }] }
END
prometheus-node-exporter --web.listen-address="127.0.0.1:$exporter_port" >"$out/exporter.log" 2>&1 &
exporter=$!
prometheus --config.file="$out/prometheus.yml" --storage.tsdb.path="$out/tsdb" --web.listen-address="127.0.0.1:$server_port" >"$out/server.log" 2>&1 &
server=$!
trap 'kill $exporter $server' EXIT

begin=$(date -u +%FT%TZ)
run train experiment=tiny train.max_steps=100 output_dir="$out/run" tracker=none "$@" --telemetry "$out/train.jsonl" 2>&1 | tail -n 3
# One scrape after the last step.
sleep 2
end=$(date -u +%FT%TZ)
run import prometheus "data.root=http://localhost:$server_port" data.from="$begin" data.until="$end" 'data.match=["{job=\"node\"}"]' --out "$out/metrics" 2>/dev/null
run import training_log data.root="$out/train.jsonl" data.format=auscult --out "$out/training" 2>/dev/null
run import merge data.root="$out/metrics,$out/training" data.node=localhost --out "$out/all" 2>/dev/null
run inspect "$out/all"
