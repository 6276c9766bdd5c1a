#!/usr/bin/env bash
# Brings a machine that has git, make and the .NET SDK to where the solution builds. Every step is skipped when it is done.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
here=$root/eng/setup

command -v dotnet >/dev/null 2>&1 || fail "the .NET 10 SDK is missing: install it and put 'dotnet' on the PATH"

# An SDK that was unpacked by hand lacks what its Debian package would have brought.
if ! is_done dotnet "$(command -v dotnet)"; then
  complaint=$(dotnet --version 2>&1 >/dev/null) || fail "dotnet does not run: $(grep -m1 . <<<"${complaint#Process terminated.}")" \
    "for a missing ICU type: apt-get install '^libicu[0-9]+\$'"
  done_with dotnet "$(command -v dotnet)"
fi

# Two commands started at once must not install twice.
exec 9>"$stamps/setup.lock"
flock 9

if [[ -n ${LIBTORCH:-} && ! -d $LIBTORCH ]]; then fail "LIBTORCH=$LIBTORCH is not a folder" "it must hold lib/libtorch.so"; fi
if [[ -n ${LIBDUCKDB:-} && ! -e $LIBDUCKDB ]]; then fail "LIBDUCKDB=$LIBDUCKDB does not exist" "it must name libduckdb.so"; fi

"$here/torch-provider.sh" 9>&-
key=$(hash_of "${LIBTORCH:-}" "${LIBDUCKDB:-}" "$stamps/torch-provider.props" "$here/packages.sh")
if ! is_done packages "$key"; then
  "$here/packages.sh" 9>&-
  done_with packages "$key"
fi
for step in native duckdb echarts; do
  if [[ -x $here/$step.sh ]]; then "$here/$step.sh" 9>&-; fi
done
