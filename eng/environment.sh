# What a process with libtorch needs before it starts. Sourced by everything that runs the command line or tests.

# OpenMP reads this when it is loaded: spinning teams of the forward and the backward thread fight for the cores.
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
# The program finds a .NET that is not in a standard place.
if [[ -z ${DOTNET_ROOT:-} ]] && command -v dotnet >/dev/null 2>&1; then
  DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
  export DOTNET_ROOT
fi
