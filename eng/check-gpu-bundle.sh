#!/usr/bin/env bash
# check-gpu-bundle.sh: unpacks artifacts/gpu-bundle.tar.xz outside the checkout and runs scripts/gpu-check.sh --cpu there without .NET on the PATH:
# all of it but the CUDA kernels.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
archive=$root/artifacts/gpu-bundle.tar.xz
[[ -f $archive ]] || fail "$archive is missing" "type make gpu-bundle"
if command -v apt-get >/dev/null 2>&1; then "$root/eng/setup/packages.sh" python3-torch; fi
away=$(mktemp -d)
trap 'rm -rf "$away"' EXIT
tar -C "$away" -xf "$archive"
# Nothing of the caller's surroundings but a PATH without .NET.
env -i PATH=/usr/bin:/bin HOME="$away" PYTHON="${PYTHON:-/usr/bin/python3}" bash -c '
  for folder in /usr/bin /bin; do if [[ -e $folder/dotnet ]]; then hidden=1; fi; done
  if [[ -n ${hidden:-} ]]; then
    mkdir "$HOME/path"
    for folder in /bin /usr/bin; do
      for program in "$folder"/*; do [[ ${program##*/} == dotnet ]] || ln -sf "$program" "$HOME/path/"; done
    done
    PATH=$HOME/path
  fi
  export DOTNET_ROOT=/nonexistent
  ! command -v dotnet && cd / && exec "$HOME/gpu-bundle/scripts/gpu-check.sh" --cpu --results "$HOME/results"'
