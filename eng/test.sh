#!/usr/bin/env bash
# test.sh [NAME]: runs the built test projects (or those whose name holds NAME). The last line reads "N passed, N failed".
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
source "$root/eng/environment.sh"

results=$root/artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
passed=0 failed=0 skipped=0

# counter TRX NAME: one attribute of the file's counters.
counter() { sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1"; }

for project in "$root"/tests/*"${1:-}"*/*.csproj; do
  name=$(basename "$project" .csproj)
  log=$results/$name.log
  started=$SECONDS
  status=0
  # Tests send Ctrl-C; whoever started this in the background of a script handed down an ignored SIGINT.
  env --default-signal=INT,QUIT dotnet test "$root/artifacts/bin/$name/release/$name.dll" --nologo --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' >"$log" 2>&1 </dev/null || status=$?
  trx=$results/$name.trx
  p=0 f=0 s=0
  if [[ -f $trx ]]; then
    p=$(counter "$trx" passed) f=$(counter "$trx" failed)
    s=$(($(counter "$trx" total) - $(counter "$trx" executed)))
  fi
  # A test host that died reports no failed test.
  if [[ $status -ne 0 && $f -eq 0 ]]; then f=1; fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  if [[ $f -gt 0 ]]; then cat "$log"; fi
  printf '%-32s %5d passed %3d failed %3d skipped %5d s\n' "$name" "$p" "$f" "$s" $((SECONDS - started))
done

if [[ $skipped -gt 0 ]]; then printf 'skipped: %d (what they miss is in artifacts/test-results)\n' "$skipped"; fi
printf '%d passed, %d failed\n' "$passed" "$failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
