#!/usr/bin/env bash
# notebooks.sh [PREFIX]: runs every notebook (or those whose name begins so) with nbconvert and this checkout's kernel; what they look like then is in artifacts/notebooks.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
source "$root/eng/environment.sh"

# The packages bring Jupyter's client, which starts the kernel, and nbconvert, which runs the cells and writes HTML.
"$root/eng/setup/packages.sh" libzmq5 jupyter-nbconvert python3-jupyter-client

out=$root/artifacts/notebooks
prefix=$out/jupyter
mkdir -p "$out"
rm -rf "$prefix" "$out/${1:-}"*.{ipynb,html,log}
"$root/artifacts/bin/Auscult.Cli/release/auscult" notebook install --prefix "$prefix" >/dev/null

# Neither the user's kernels nor the user's settings play a part.
export JUPYTER_PATH=$prefix/share/jupyter JUPYTER_DATA_DIR=$prefix/share/jupyter JUPYTER_CONFIG_DIR=$prefix/etc JUPYTER_PLATFORM_DIRS=0

failed=()
for notebook in "$root"/notebooks/${1:-}*.ipynb; do
  name=$(basename "$notebook" .ipynb)
  started=$SECONDS
  if (cd "$root/notebooks" && /usr/bin/jupyter-nbconvert --to notebook --execute --ExecutePreprocessor.timeout="${NOTEBOOK_CELL_SECONDS:-600}" \
    --output-dir "$out" "$notebook") >"$out/$name.log" 2>&1 \
    && /usr/bin/python3 "$root/eng/check-notebook.py" "$out/$name.ipynb" \
    && /usr/bin/jupyter-nbconvert --to html --HTMLExporter.mathjax_url= --HTMLExporter.require_js_url= --output-dir "$out" \
      "$out/$name.ipynb" >>"$out/$name.log" 2>&1; then
    printf '%-44s %4d s  artifacts/notebooks/%s.html\n' "$name" $((SECONDS - started)) "$name"
  else
    tail -n 25 "$out/$name.log" >&2
    failed+=("$name")
  fi
done

if [[ ${#failed[@]} -gt 0 ]]; then fail "failed: ${failed[*]}; the whole output is in artifacts/notebooks/NAME.log"; fi
