using Auscult.Notebook.ZeroMq;

namespace Auscult.Notebook.Tests.Kernel;

/// <summary>A test that talks through libzmq; skipped where it is missing.</summary>
internal sealed class ZmqFactAttribute : FactAttribute
{
    public ZmqFactAttribute()
    {
        if (!LibZmq.IsPresent)
            Skip = "libzmq.so.5 is missing: eng/setup/packages.sh libzmq5";
    }
}
