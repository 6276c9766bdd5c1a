#!/usr/bin/env bash
# gpu-bundle.sh: artifacts/gpu-bundle/ and artifacts/gpu-bundle.tar.xz, all that a GPU machine with PyTorch and g++ needs to check and
# measure Auscult: a self-contained publish of the command line and the benchmark, the native half as sources, DuckDB, configs, data/tiny.
# Fails when the archive is larger than LIMIT bytes (default 60 MB).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
limit=${LIMIT:-60000000}
bundle=$root/artifacts/gpu-bundle
archive=$root/artifacts/gpu-bundle.tar.xz
duckdb=${LIBDUCKDB:-$root/artifacts/duckdb/libduckdb.so}

if grep -qs '>torchsharp<' "$stamps/torch-provider.props"; then
  fail "the bundle needs the libtorch provider" "type TORCH_PROVIDER=libtorch make gpu-bundle"
fi
rm -rf "$bundle"
mkdir -p "$bundle/bin"
for project in src/Auscult.Cli/Auscult.Cli.csproj bench/torch/Auscult.Bench.Torch.csproj; do
  say "publishing $(basename "$project" .csproj)"
  quietly "gpu-$(basename "$project" .csproj)" dotnet publish "$root/$project" --configuration Release --runtime linux-x64 \
    --self-contained --nologo --output "$bundle/bin" -nodeReuse:false -p:UseSharedCompilation=false
done
find "$bundle/bin" \( -name '*.pdb' -o -name 'Auscult.*.xml' -o -name 'auscult.xml' \) -delete
cp "$duckdb" "$bundle/bin/libduckdb.so"
cp -r "$root/src/Auscult.Torch/native" "$bundle/native"
cp -r "$root/configs" "$bundle/configs"
mkdir -p "$bundle/data"
cp -r "$root/data/tiny" "$bundle/data/tiny"
cp -r "$root/scripts" "$bundle/scripts"
cp "$root/eng/environment.sh" "$bundle/environment.sh"
cp "$root/docs/guide/gpu.md" "$bundle/README.md"
git -C "$root" rev-parse HEAD >"$bundle/COMMIT" 2>/dev/null || rm -f "$bundle/COMMIT"

say "packing"
# xz, because gzip's archive would be above the limit; where the xz program is missing, Python unpacks it.
tar -C "$root/artifacts" --owner=0 --group=0 -cf - gpu-bundle | xz -T0 -6 >"$archive.new"
mv -f "$archive.new" "$archive"
bytes=$(stat -c %s "$archive")
size() { du -sb "$@" | awk '{ bytes += $1 } END { printf "%.1f MB", bytes / 1e6 }'; }
say "unpacked $(size "$bundle"): programs and .NET $(size "$bundle/bin" --exclude=libduckdb.so)," \
  "DuckDB $(size "$bundle/bin/libduckdb.so"), data $(size "$bundle/data")"
say "$(awk -v b="$bytes" 'BEGIN { printf "%.1f MB", b / 1e6 }') in $archive"
if [[ $bytes -gt $limit ]]; then fail "the archive is larger than $limit bytes" "leave something out of eng/gpu-bundle.sh"; fi
