# What a process with libtorch needs before it starts. Sourced by every script that runs the command line or tests.

# OpenMP reads this when it is loaded. Spinning teams of the forward and the backward thread fight for the cores (bench/torch).
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
# The program finds a .NET that is not in a standard place.
export DOTNET_ROOT=${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}
