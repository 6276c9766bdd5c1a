#!/usr/bin/env bash
# test-slow.sh CASES: damages the samples of every source that many times. The last line says how many inputs were damaged in all.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
source "$root/eng/environment.sh"

report=$(mktemp)
trap 'rm -f "$report"' EXIT
status=0
AUSCULT_DAMAGE_CASES=${1:-1000} AUSCULT_DAMAGE_REPORT=$report dotnet test \
  "$root/artifacts/bin/Auscult.Telemetry.Tests/release/Auscult.Telemetry.Tests.dll" --nologo --filter FullyQualifiedName~DamageTests \
  --logger 'console;verbosity=minimal' || status=$?
sort "$report" | awk '
  BEGIN { printf "%-24s %8s %8s %8s\n", "source", "inputs", "read", "refused" }
  { printf "%-24s %8d %8d %8d\n", $1, $2, $3, $4; inputs += $2 }
  END { printf "%d damaged inputs\n", inputs }'
exit "$status"
