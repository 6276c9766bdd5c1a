#!/usr/bin/env bash
# install.sh PREFIX: puts the command line under PREFIX, with its native libraries, configuration and shell completions.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup/common.sh"
prefix=${1:?usage: eng/install.sh PREFIX}
mkdir -p "$prefix" || fail "cannot write to $prefix" "type make install PREFIX=/a/folder/of/yours, or run it as root"
prefix=$(cd "$prefix" && pwd)
program=$prefix/lib/auscult

say "publishing"
staging=$root/artifacts/install
rm -rf "$staging"
quietly publish dotnet publish "$root/src/Auscult.Cli/Auscult.Cli.csproj" --configuration Release --nologo \
  --output "$staging" -nodeReuse:false
cp -r "$root/configs" "$staging/configs"
for library in "$root"/artifacts/native/*.so "${LIBDUCKDB:-$root/artifacts/duckdb/libduckdb.so}" "${AUSCULT_ECHARTS:-$root/artifacts/echarts/echarts.min.js}"; do
  if [[ -f $library ]]; then cp "$library" "$staging/"; fi
done
find "$staging" -name '*.pdb' -delete -o -name 'Auscult.*.xml' -delete

# The old installation stays whole until the new one is complete.
mkdir -p "$prefix/bin" "$prefix/lib"
rm -rf "$program.new"
cp -r "$staging" "$program.new"
rm -rf "$program"
mv "$program.new" "$program"
cp "$root/eng/environment.sh" "$program/environment.sh"
cat >"$prefix/bin/auscult" <<'WRAPPER'
#!/usr/bin/env bash
# Starts auscult with the environment its libraries read when they are loaded.
set -euo pipefail
program=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../lib/auscult" && pwd)
source "$program/environment.sh"
exec "$program/auscult" "$@"
WRAPPER
chmod +x "$prefix/bin/auscult"

completion() {
  mkdir -p "$(dirname "$2")"
  "$prefix/bin/auscult" completions "$1" >"$2"
}
completion bash "$prefix/share/bash-completion/completions/auscult"
completion zsh "$prefix/share/zsh/site-functions/_auscult"
completion fish "$prefix/share/fish/vendor_completions.d/auscult.fish"

say "installed $prefix/bin/auscult"
if [[ :$PATH: != *":$prefix/bin:"* ]]; then say "put it on the PATH: export PATH=$prefix/bin:\$PATH"; fi
