#!/usr/bin/env bash
# build.sh SOURCE PREFIX: builds the program within an image that has the .NET SDK, and puts it under PREFIX with every library that its native half loads, so that
# PREFIX alone runs in an image of the same distribution that has the .NET runtime. LIBTORCH=folder takes that libtorch (a CUDA one) instead of the distribution's.
set -euo pipefail
source=${1:?usage: deploy/build.sh SOURCE PREFIX} prefix=${2:?usage: deploy/build.sh SOURCE PREFIX}

apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends make git npm cmake ninja-build g++ libzmq5
# The distribution's libtorch comes with the set-up, unless one is named.
make -C "$source" install PREFIX="$prefix"

program=$prefix/lib/auscult
# bundle FILE: copies what a library loads, by the names under which it asks for it; the C library and the loader belong to the image.
bundle() {
  ldd "$1" | awk '$2 == "=>" && $3 ~ "^/" { print $1, $3 }' | grep -vE '^(libc|libm|libdl|librt|libpthread|libresolv|libutil)\.so' |
    while read -r name path; do
      if [[ ! -e $program/$name ]]; then cp -L "$path" "$program/$name"; fi
    done
}
bundle "$program/libauscult_torch.so"
if zmq=$(ldconfig -p | awk '/libzmq\.so\.5 / { print $NF; exit }') && [[ -n $zmq ]]; then
  cp -L "$zmq" "$program/libzmq.so.5"
  bundle "$program/libzmq.so.5"
fi
