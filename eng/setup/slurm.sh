#!/usr/bin/env bash
# Installs Slurm's daemons and commands for the tests of jobs. Nothing else needs them: where nobody can install them this says so and is no failure, and
# those tests are skipped. No daemon is started.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

has_all() {
  local program
  for program in munged slurmctld slurmd sbatch srun; do
    [[ -x /usr/sbin/$program || -x /usr/local/sbin/$program ]] || command -v "$program" >/dev/null 2>&1 || return 1
  done
}

if has_all; then exit 0; fi
exec 9>"$stamps/setup.lock"
flock 9
"$root/eng/setup/packages.sh" munge slurmctld slurmd slurm-client 9>&- || say "without Slurm its tests are skipped"
