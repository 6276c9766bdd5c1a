#!/usr/bin/env bash
# check-torchsharp.sh PATH/TorchSharp.dll: compiles the projects and tests that use tensors against the real TorchSharp's managed assembly,
# into artifacts/check-torchsharp, to prove that the same source serves both providers. Nothing is run: the native half of
# TorchSharp is not needed. The assembly comes from a local build of TorchSharp or from its NuGet package.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

dll=$(readlink -f "${1:-}" || :)
if [[ ! -f $dll ]]; then
  echo "usage: eng/check-torchsharp.sh PATH/TorchSharp.dll" >&2
  exit 2
fi
for project in src/Auscult.Torch src/Auscult.Learning tests/Auscult.Torch.Tests; do
  dotnet build "$root/$project" --configuration Release --nologo --verbosity minimal -nodeReuse:false \
    -p:TorchSharpAssembly="$dll" -p:ArtifactsPath="$root/artifacts/check-torchsharp"
done
echo "Auscult.Torch with its tests and Auscult.Learning compile against $(basename "$dll")"
