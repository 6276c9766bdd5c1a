#!/usr/bin/env bash
# check-gpu-bundle.sh: unpacks artifacts/gpu-bundle.tar.xz outside the checkout and runs scripts/gpu-check.sh --cpu there without .NET or
# CMake on the PATH: all of it but the CUDA kernels. RESULTS=DIR keeps the results.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
archive=$root/artifacts/gpu-bundle.tar.xz
[[ -f $archive ]] || fail "$archive is missing" "type make gpu-bundle"
if command -v apt-get >/dev/null 2>&1; then "$root/eng/setup/packages.sh" python3-torch; fi
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
tar -C "$away" -xf "$archive"
# Nothing of the caller's surroundings, and no .NET, CMake or ninja on the PATH.
mkdir "$away/path"
for program in /bin/* /usr/bin/*; do
  case ${program##*/} in
    dotnet | cmake | ninja) ;;
    *) ln -sf "$program" "$away/path/" ;;
  esac
done
cd /
env -i PATH="$away/path" HOME="$away" DOTNET_ROOT=/nonexistent PYTHON="${PYTHON:-/usr/bin/python3}" \
  "$away/gpu-bundle/scripts/gpu-check.sh" --cpu --results "${RESULTS:-$away/results}"
