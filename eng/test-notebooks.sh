#!/usr/bin/env bash
# test-notebooks.sh: the kernel under Debian's Jupyter client.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
source "$root/eng/environment.sh"

"$root/eng/setup/packages.sh" libzmq5 python3-jupyter-client
prefix=$root/artifacts/notebooks-test
rm -rf "$prefix"
"$root/artifacts/bin/Auscult.Cli/release/auscult" notebook install --prefix "$prefix" >/dev/null
export JUPYTER_PATH=$prefix/share/jupyter JUPYTER_DATA_DIR=$prefix/share/jupyter JUPYTER_CONFIG_DIR=$prefix/etc JUPYTER_PLATFORM_DIRS=0
# Whoever started this in the background of a script handed down an ignored SIGINT.
env --default-signal=INT,QUIT /usr/bin/python3 "$root/tests/jupyter/kernel_test.py"
