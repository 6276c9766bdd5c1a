# What a process with libtorch needs before it starts. Sourced by everything that runs the command line or tests.

# OpenMP reads this when it is loaded: spinning teams of the forward and the backward thread fight for the cores.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
# The C library reads these when it is loaded. A training step frees and asks again for the same hundred megabytes; giving them back
# to the system in between costs a sixth of the step in page faults (bench/torch).
export MALLOC_MMAP_THRESHOLD_=${MALLOC_MMAP_THRESHOLD_:-33554432}
export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-1073741824}
# The program finds a .NET that is not in a standard place.
if [[ -z ${DOTNET_ROOT:-} ]] && command -v dotnet >/dev/null 2>&1; then
  DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
  export DOTNET_ROOT
fi
