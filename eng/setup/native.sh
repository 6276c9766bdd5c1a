#!/usr/bin/env bash
# Builds artifacts/native/libauscult_torch.so, the C++ half of src/Auscult.Torch, against the libtorch of this machine or the
# one that LIBTORCH names. Skipped while sources, compiler options and libtorch are the ones of the last build.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

library=libauscult_torch.so
sources=$root/src/Auscult.Torch/native
target=$root/artifacts/native
work=$root/artifacts/native-build

if grep -qs '>torchsharp<' "$stamps/torch-provider.props"; then exit 0; fi

# libtorch itself is told apart by name, size and time: reading it would take longer than the check may.
engine=${LIBTORCH:-/usr}
identity=$(find "$engine/lib" "$engine/lib/x86_64-linux-gnu" "$engine/lib/aarch64-linux-gnu" -maxdepth 1 -name 'libtorch_cpu.so*' \
  -printf '%p %s %T@\n' 2>/dev/null | LC_ALL=C sort || :)
if [[ -e /usr/include/gloo/context.h ]]; then identity+=" gloo"; fi
key=$(hash_of "$engine" "$identity" "$sources"/*.cpp "$sources"/*.h "$sources"/missing/torch/csrc/distributed/autograd/context/*.h "$sources/CMakeLists.txt" "${BASH_SOURCE[0]}")
if is_done native "$key" && [[ -f $target/$library ]]; then exit 0; fi

for tool in cmake ninja g++; do
  command -v "$tool" >/dev/null 2>&1 || fail "$tool is missing: type 'sudo apt-get install cmake ninja-build g++'"
done
if [[ -z $identity ]]; then
  fail "no libtorch under $engine" \
    "type 'sudo apt-get install libtorch-dev', or name an unpacked libtorch with LIBTORCH=/path/to/libtorch make setup"
fi

say "building the tensor engine's native half"
# Another libtorch leaves stale paths in the cache of the last configuration.
rm -f "$work/CMakeCache.txt"
mkdir -p "$target"
quietly native-configure cmake -S "$sources" -B "$work" -G Ninja -DLIBTORCH="${LIBTORCH:-}"
quietly native cmake --build "$work"
mv -f "$work/$library" "$target/$library"
done_with native "$key"
