# Shared by the set-up scripts: where things are, how to speak, and stamps that let a second run skip finished steps.
# Sourced, never run. A stamp holds a hash of whatever the step depends on.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
stamps=$root/artifacts/setup
mkdir -p "$stamps"

say() { printf 'setup: %s\n' "$*" >&2; }

fail() {
  printf 'setup: %s\n' "$@" >&2
  exit 1
}

# hash_of WORD...: one hash over the words and, for words that are files, their content.
hash_of() {
  local word
  for word in "$@"; do
    printf '%s\n' "$word"
    if [[ -f $word ]]; then sha256sum <"$word"; fi
  done | sha256sum | cut -d' ' -f1
}

# is_done STEP HASH: whether the step has finished for this hash.
is_done() { [[ -f $stamps/$1.stamp && $(<"$stamps/$1.stamp") == "$2" ]]; }

# done_with STEP HASH: the step has finished for this hash.
done_with() { printf '%s\n' "$2" >"$stamps/$1.stamp"; }

# quietly LOG COMMAND...: keeps the output in artifacts/setup/LOG.log and shows its end only when the command fails.
# Descriptors 8 and 9 hold locks; a compiler server that outlives the build must not inherit them.
quietly() {
  local log=$stamps/$1.log
  shift
  "$@" >"$log" 2>&1 </dev/null 8>&- 9>&- && return
  tail -n 40 "$log" >&2
  fail "'$1' failed; its whole output is in ${log#"$root"/}"
}
