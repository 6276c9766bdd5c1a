#!/usr/bin/env bash
# bench-hashes.sh PRESET...: simulates each preset twice, with one thread and with all, and writes the fingerprint into its file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fingerprint() { # PRESET [OPTION...]
  ./auscult simulate "preset=$1" "${@:2}" --out "$folder/data" --overwrite --json "$folder/figures.json" >&2
  sed -n 's/^ *"fingerprint": "\([0-9a-f]*\)".*/\1/p' "$folder/figures.json"
}

for preset in "$@"; do
  file="configs/simulation/$preset.yaml"
  one=$(fingerprint "$preset" --threads 1)
  all=$(fingerprint "$preset")
  if [[ $one != "$all" ]]; then
    echo "$preset: $one with one thread, $all with all: not reproducible" >&2
    exit 1
  fi
  sed -i '/^fingerprint:/d' "$file"
  printf 'fingerprint: %s\n' "$one" >>"$file"
  echo "$preset $one"
done
