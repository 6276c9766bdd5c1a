#!/usr/bin/env bash
# packages.sh [PACKAGE...]: installs the Debian packages that this machine lacks, or just the named ones.
# Does nothing where LIBTORCH and LIBDUCKDB name existing libraries.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

provider=$(sed -n 's:.*<TorchProvider>\(.*\)</TorchProvider>.*:\1:p' "$stamps/torch-provider.props")
has() { command -v "$1" >/dev/null 2>&1; }
installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

may_become_root() { has sudo && { sudo -n true 2>/dev/null || [[ -t 2 && -z ${CI:-} ]]; }; }
can_install() { has apt-get && { [[ $(id -u) -eq 0 ]] || may_become_root; }; }

missing=()
elsewhere=()
for package in "$@"; do
  installed "$package" || missing+=("$package")
done
if [[ $# -eq 0 ]]; then
  if [[ $provider == libtorch ]]; then
    has g++ || missing+=(g++)
    has cmake || missing+=(cmake)
    has ninja || missing+=(ninja-build)
    if [[ -z ${LIBTORCH:-} ]]; then
      installed libtorch-dev || missing+=(libtorch-dev)
      # Its headers for process groups include Gloo's.
      installed libgloo-dev || missing+=(libgloo-dev)
      # Without an OpenBLAS, libtorch multiplies with the reference BLAS, tens of times slower.
      [[ $(readlink -f /usr/lib/*/libblas.so.3 2>/dev/null) == *@(openblas|mkl|blis)* ]] || missing+=(libopenblas0-openmp)
    fi
  fi
  if [[ -z ${LIBDUCKDB:-} ]] && ! has npm; then missing+=(npm); fi
  # Notebooks talk through it. Nothing else needs it, so a machine where nobody can install it does without.
  if [[ -z ${LIBZMQ:-} ]] && can_install && ! installed libzmq5; then missing+=(libzmq5); fi
  elsewhere=(
    "without apt or root: LIBTORCH=/path/to/libtorch (the folder with lib/libtorch.so) and LIBDUCKDB=/path/to/libduckdb.so"
    "  name libraries that are there already; a compiler, cmake and ninja must be on the PATH: then run this again"
  )
fi
[[ ${#missing[@]} -gt 0 ]] || exit 0

command -v apt-get >/dev/null 2>&1 || fail "missing here: ${missing[*]} (Debian's names)" "${elsewhere[@]}"

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  if may_become_root; then
    as_root=(sudo)
  else
    fail "Debian packages are missing; as root type:" "  apt-get install --no-install-recommends ${missing[*]}" "${elsewhere[@]}"
  fi
fi

say "installing Debian packages: ${missing[*]}"
# A package that brings a daemon would start it, except in what looks like single-user mode.
install_missing() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install --yes --no-install-recommends "${missing[@]}"
}
update_and_install() { "${as_root[@]}" apt-get update && install_missing; }
# The package lists of a fresh machine are empty, those of an old one name files that are gone.
install_missing >"$stamps/packages.log" 2>&1 </dev/null || quietly packages update_and_install
