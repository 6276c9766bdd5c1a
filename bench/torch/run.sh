#!/usr/bin/env bash
# Compares C# with Python on the same libtorch; options go to the program (--pairs N, --json PATH). PYTHON names another interpreter.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/eng/environment.sh"
if [[ -z ${PYTHON:-} ]] && command -v apt-get >/dev/null 2>&1; then "$root/eng/setup/packages.sh" python3-torch; fi
export PYTHON=${PYTHON:-/usr/bin/python3}
if ! "$PYTHON" -c 'import torch' 2>/dev/null; then
  echo "bench-torch: $PYTHON has no torch: type 'sudo apt-get install python3-torch', or name an interpreter that has it with PYTHON=" >&2
  exit 2
fi
exec "$root/artifacts/bin/Auscult.Bench.Torch/release/Auscult.Bench.Torch" "$@"
