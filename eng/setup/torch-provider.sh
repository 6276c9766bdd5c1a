#!/usr/bin/env bash
# Chooses the tensor engine and writes artifacts/setup/torch-provider.props.
#   TORCH_PROVIDER=auto        (default) the TorchSharp packages when the NuGet feed has them, else libtorch
#   TORCH_PROVIDER=torchsharp  the TorchSharp packages, or an error
#   TORCH_PROVIDER=libtorch    src/Auscult.Torch over a libtorch of this machine; so does a LIBTORCH that is set
#   TORCH_CUDA=1               TorchSharp-cuda-linux instead of TorchSharp-cpu
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

wanted=${TORCH_PROVIDER:-auto}
cuda=${TORCH_CUDA:-0}
props=$stamps/torch-provider.props
key=$(hash_of "$wanted" "$cuda" "${LIBTORCH:-}" "${BASH_SOURCE[0]}" "$root/Directory.Packages.props" \
  "$root"/[Nn]u[Gg]et.[Cc]onfig "$HOME"/.nuget/NuGet/*.[Cc]onfig)
if is_done torch-provider "$key" && [[ -f $props ]]; then exit 0; fi

# restores SECONDS PACKAGE...: whether the configured feed restores the packages, dependencies included.
restores() {
  local seconds=$1 probe=$stamps/torch-probe package
  shift
  rm -rf "$probe"
  mkdir -p "$probe"
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
    for package in "$@"; do
      sed -n "s:PackageVersion Include=\"$package\":PackageReference Include=\"$package\":p" "$root/Directory.Packages.props"
    done
    echo '</ItemGroup></Project>'
  } >"$probe/probe.csproj"
  # The probe stands outside the repository's build rules.
  for package in Directory.Build.props Directory.Build.targets Directory.Packages.props; do echo '<Project/>' >"$probe/$package"; done
  timeout "$seconds" dotnet restore "$probe/probe.csproj" >"$stamps/torch-probe.log" 2>&1 </dev/null
}

torchsharp_restores() {
  local engine=TorchSharp-cpu
  if [[ $cuda == 1 ]]; then engine=TorchSharp-cuda-linux; fi
  # The managed half is small and answers at once; the engine is some hundred megabytes to gigabytes.
  restores 60 TorchSharp && restores 1800 TorchSharp "$engine"
}

case $wanted in
  libtorch) provider=libtorch ;;
  torchsharp) torchsharp_restores || fail "the NuGet feed does not restore TorchSharp (see artifacts/setup/torch-probe.log)" \
      "add a feed that has it, or type TORCH_PROVIDER=libtorch make setup"
    provider=torchsharp ;;
  auto) if [[ -z ${LIBTORCH:-} ]] && torchsharp_restores; then provider=torchsharp; else provider=libtorch; fi ;;
  *) fail "TORCH_PROVIDER=$wanted is not one of auto, torchsharp, libtorch" ;;
esac

printf '<Project><PropertyGroup><TorchProvider>%s</TorchProvider></PropertyGroup></Project>\n' "$provider" >"$props"
done_with torch-provider "$key"
say "tensor engine: $provider"
