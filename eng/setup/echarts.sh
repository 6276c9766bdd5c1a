#!/usr/bin/env bash
# Puts the chart library of reports at artifacts/echarts/echarts.min.js, checked by hash. It comes from an npm package; npm's own configuration decides from
# where. Reports do without it, with static drawings: where it cannot be fetched this says so and is no failure. With AUSCULT_ECHARTS there is nothing to fetch.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

package=echarts@6.1.0
hash=b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0
folder=$root/artifacts/echarts
target=$folder/echarts.min.js

is_right() { [[ -f $1 && $(sha256sum <"$1" | cut -d' ' -f1) == "$hash" ]]; }

if [[ -n ${AUSCULT_ECHARTS:-} ]] || is_right "$target"; then exit 0; fi
if ! command -v npm >/dev/null 2>&1; then
  say "npm is missing: reports get static drawings instead of charts"
  exit 0
fi

mkdir -p "$folder"
work=$folder/.unpack.$$
trap 'rm -rf "$work"' EXIT
mkdir "$work"
say "fetching $package"
if ! npm pack --silent --pack-destination "$work" "$package" >"$stamps/echarts.log" 2>&1 </dev/null; then
  say "cannot fetch $package (artifacts/setup/echarts.log): reports get static drawings instead of charts"
  exit 0
fi
tar -xzf "$work"/*.tgz -C "$work" package/dist/echarts.min.js package/LICENSE package/NOTICE
is_right "$work/package/dist/echarts.min.js" || fail "$package holds another echarts.min.js than the one this program knows" "nothing was installed"
mv -f "$work/package/LICENSE" "$work/package/NOTICE" "$folder/"
mv -f "$work/package/dist/echarts.min.js" "$target"
