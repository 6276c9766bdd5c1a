#!/usr/bin/env bash
# gpu-native.sh SOURCES OUT: builds libauscult_torch.so against the PyTorch of PYTHON (default python3) with g++ alone, for machines
# without CMake and ninja. Flags and definitions are those of CMakeLists.txt. Where the files for process groups or CUDA statistics do not
# compile against this PyTorch, they are built without those parts, and the last line says so.
set -euo pipefail
sources=$(readlink -f "${1:?usage: gpu-native.sh SOURCES OUT}")
mkdir -p "${2:?usage: gpu-native.sh SOURCES OUT}"
out=$(readlink -f "$2")
cxx=${CXX:-g++}
command -v "$cxx" >/dev/null || { echo "gpu-native: $cxx is missing" >&2; exit 2; }

# What the wheel says of itself, in the last line: some libraries write as they are loaded. Debian's package has its headers and
# libraries in /usr instead.
facts=$("${PYTHON:-python3}" - <<'PY' | tail -n 1
import glob, os, re, shlex, torch
root = os.path.dirname(os.path.abspath(torch.__file__))
include = next((f for f in (f"{root}/include", "/usr/include") if os.path.exists(f"{f}/ATen/ATen.h")), "")
library = next((f for f in (f"{root}/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib")
                if glob.glob(f"{f}/libtorch_cpu.so")), "")
major, minor = re.match(r"(\d+)\.(\d+)", torch.__version__).groups()
wheels = glob.glob(f"{os.path.dirname(root)}/nvidia/*/include")
toolkits = [os.environ.get("CUDA_HOME", ""), "/usr/local/cuda"]
def whole(folder):
    return all(os.path.exists(f"{folder}/{header}") for header in ("cuda_runtime_api.h", "crt/host_defines.h"))
cuda = [f for f in [f"{t}/include" for t in toolkits if t] + wheels if whole(f)][:1]
includes = " ".join(map(shlex.quote, cuda + [w for w in wheels if w not in cuda] if cuda else []))
print(f"include={shlex.quote(include)} library={shlex.quote(library)} version={major}.{minor} "
      f"standard={20 if (int(major), int(minor)) >= (2, 11) else 17} abi={int(torch.compiled_with_cxx11_abi())} "
      f"cuda_includes=({includes})")
PY
)
eval "$facts"
if [[ -z $include || -z $library ]]; then echo "gpu-native: PyTorch has no headers or no libtorch_cpu.so here" >&2; exit 2; fi

flags=(-O3 -DNDEBUG -O2 -g0 -fPIC -fvisibility=hidden "-std=gnu++$standard" -Wall -Wno-sign-compare -Wno-unused-function
  "-D_GLIBCXX_USE_CXX11_ABI=$abi" -Dauscult_torch_EXPORTS -isystem "$include/torch/csrc/api/include")
# Naming /usr/include would break the C++ library's own search there.
if [[ $include != /usr/include ]]; then flags+=(-isystem "$include"); fi
libraries=(-Wl,--no-as-needed -ltorch -ltorch_cpu -lc10)
groups=() cuda=() nccl=()
if [[ -f $include/torch/csrc/distributed/c10d/reducer.hpp ]]; then
  groups=(-DAUSCULT_C10D)
  if [[ ! -f $include/torch/csrc/distributed/autograd/context/context.h ]]; then groups+=("-I$sources/missing"); fi
  if [[ -f $include/gloo/rendezvous/store.h || -f /usr/include/gloo/rendezvous/store.h ]]; then groups+=(-DAUSCULT_GLOO); fi
fi
if [[ -f $library/libtorch_cuda.so ]]; then libraries+=(-ltorch_cuda); fi
if [[ -f $library/libc10_cuda.so && ${#cuda_includes[@]} -gt 0 ]]; then
  cuda=(-DAUSCULT_CUDA)
  for folder in "${cuda_includes[@]}"; do flags+=(-isystem "$folder"); done
  libraries+=(-lc10_cuda)
  for folder in "${cuda_includes[@]}" "${NCCL_HOME:-}/include" /usr/include; do
    if [[ -f $folder/nccl.h ]]; then nccl=(-DAUSCULT_NCCL); if [[ $folder != /usr/include ]]; then nccl+=(-isystem "$folder"); fi; break; fi
  done
fi

# Reading ATen's headers is most of the work, so they are compiled once, for all files that do not include more before them.
own_headers=$(sed -n 's/^set_source_files_properties(\(.*\) PROPERTIES SKIP_PRECOMPILE_HEADERS ON)/\1/p' "$sources/CMakeLists.txt")
printf '#include "%s"\n' "$sources/api.h" >"$out/pch.hxx"
"$cxx" "${flags[@]}" "${cuda[@]}" -x c++-header "$out/pch.hxx" -o "$out/pch.hxx.gch"

# compile FILE [FLAG...]: the object of one source.
compile() {
  local name=$1
  shift
  "$cxx" "${flags[@]}" "$@" -c "$sources/$name.cpp" -o "$out/$name.o" 2>"$out/$name.log"
}
# Each attempt leaves out a further part that may not fit this PyTorch.
distributed() {
  compile distributed "${groups[@]}" "${cuda[@]}" "${nccl[@]}" && return
  if [[ ${#nccl[@]} -gt 0 ]]; then
    cp "$out/distributed.log" "$out/NCCL.error"
    compile distributed "${groups[@]}" "${cuda[@]}" && return
  fi
  cp "$out/distributed.log" "$out/process-groups.error"
  compile distributed "${cuda[@]}"
}
statistics() {
  compile cuda -include "$out/pch.hxx" "${cuda[@]}" && return
  if [[ ${#cuda[@]} -eq 0 ]]; then return 1; fi
  cp "$out/cuda.log" "$out/CUDA-statistics.error"
  compile cuda
}
rm -f "$out"/*.error "$out"/*.o
failed=0 running=0 limit=${JOBS:-$(nproc)}
for file in "$sources"/*.cpp; do
  name=$(basename "$file" .cpp)
  if [[ $running -ge $limit ]]; then wait -n || failed=1; running=$((running - 1)); fi
  case $name in
    distributed) distributed & ;;
    cuda) statistics & ;;
    *) if [[ " $own_headers " == *" $name.cpp "* ]]; then compile "$name" "${cuda[@]}" &
      else compile "$name" -include "$out/pch.hxx" "${cuda[@]}" &
      fi ;;
  esac
  running=$((running + 1))
done
while [[ $running -gt 0 ]]; do wait -n || failed=1; running=$((running - 1)); done
if [[ $failed -ne 0 ]]; then
  grep -h -m 3 'error' "$out"/*.log >&2 || cat "$out"/*.log >&2
  exit 1
fi
"$cxx" -shared -o "$out/libauscult_torch.so" "$out"/*.o -L"$library" -Wl,-rpath,"$library" "${libraries[@]}"
definitions=$(printf '%s\n' "${groups[@]}" "${cuda[@]}" "${nccl[@]}" | sed -n 's/^-DAUSCULT_//p' | paste -sd ' ')
dropped=$(find "$out" -name '*.error' -printf '%f ' | sed 's/\.error//g')
echo "libtorch $version, C++$standard, string layout $abi, with ${definitions:-neither CUDA nor process groups}${dropped:+; does not compile here: $dropped}"
