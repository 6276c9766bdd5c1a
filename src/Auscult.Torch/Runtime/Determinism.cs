namespace Auscult.Torch;

/// <summary>
/// While it is open, operators that cannot repeat their result exactly fail. On the CPU all operators the project uses repeat theirs
/// for a given number of threads; on CUDA some (scatter, index_add) have a slower deterministic form that this selects.
/// </summary>
public sealed class Determinism : IDisposable
{
    private readonly bool _previous = Engine.Deterministic;
    private bool _open = true;

    private Determinism() => Engine.Deterministic = true;

    /// <summary>Opens a region, for the whole process.</summary>
    /// <exception cref="NotSupportedException">The engine has no such switch; see <see cref="Capabilities.Determinism"/>.</exception>
    public static Determinism Require()
    {
        Capabilities.Require(Capabilities.Determinism, "the deterministic switch", "the libtorch provider (TORCH_PROVIDER=libtorch)");
        return new Determinism();
    }

    public void Dispose()
    {
        if (!_open)
            return;
        _open = false;
        Engine.Deterministic = _previous;
    }
}
