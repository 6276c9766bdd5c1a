#!/bin/sh
# Puts DuckDB's C library at artifacts/duckdb/libduckdb.so. It ships inside an npm package; npm's own configuration decides
# where the package comes from. With LIBDUCKDB set there is nothing to fetch.
set -eu

package='@duckdb/node-bindings-linux-x64'
version='1.5.6-r.1'

cd "$(dirname "$0")/../.."
target=artifacts/duckdb/libduckdb.so
stamp=artifacts/duckdb/.version

if [ -n "${LIBDUCKDB:-}" ]; then
    [ -f "$LIBDUCKDB" ] || { echo "LIBDUCKDB=$LIBDUCKDB: no such file" >&2; exit 1; }
    exit 0
fi
if [ -f "$target" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$version" ]; then
    exit 0
fi
if ! command -v npm >/dev/null; then
    echo "npm is missing: 'sudo apt-get install npm', or set LIBDUCKDB to an existing libduckdb.so" >&2
    exit 1
fi

work=artifacts/duckdb/.unpack.$$
trap 'rm -rf "$work"' EXIT INT TERM
mkdir -p "$work"
if ! npm pack --silent --pack-destination "$work" "$package@$version" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    echo "cannot fetch $package@$version; check npm's configuration, or set LIBDUCKDB to an existing libduckdb.so" >&2
    exit 1
fi
tar -xzf "$work"/*.tgz -C "$work"
mv -f "$work/package/libduckdb.so" "$target"
mv -f "$work/package/LICENSE" artifacts/duckdb/LICENSE
echo "$version" >"$stamp"
