#!/usr/bin/env bash
# build.sh cli|all: builds the command line, or everything with its tests, in Release; nothing happens when no source changed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"

"$root/eng/setup/setup.sh"
case ${1:-} in
  cli) target=$root/src/Auscult.Cli/Auscult.Cli.csproj sources=(src) ;;
  all) target=$root/Research.sln sources=(src tests bench) ;;
  *) fail "usage: eng/build.sh cli|all" ;;
esac

# A build that has nothing to do takes several seconds; names, sizes and times of the sources tell as much in a few milliseconds.
listing() {
  # Some of the names may be absent, of which find complains.
  (cd "$root" && { find "${sources[@]}" eng/*.txt ./*.props ./*.targets Research.sln global.json .editorconfig \
    artifacts/setup/torch-provider.props -type f -printf '%p %s %T@\n' 2>/dev/null || :; }) | LC_ALL=C sort
}
key=$(listing | hash_of "${TORCH_PROVIDER:-}" "${TORCH_CUDA:-}" "$(cat)")
if is_done "build-$1" "$key" && [[ -x $root/artifacts/bin/Auscult.Cli/release/auscult ]]; then exit 0; fi

exec 8>"$stamps/build.lock"
flock 8
if is_done "build-$1" "$key"; then exit 0; fi
say "building ($1)"
quietly "build-$1" dotnet build "$target" --configuration Release --nologo --verbosity minimal -nodeReuse:false
done_with "build-$1" "$key"
