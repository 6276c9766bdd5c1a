namespace Auscult.Retraining.Tests;

/// <summary>Stands still when it is asked for the n-th time: at the seams between the stages of the policy itself.</summary>
internal sealed class StoppingClock(string point, Action<string> stand) : TimeProvider
{
    private int _asked;

    public override DateTimeOffset GetUtcNow()
    {
        var name = $"clock-{++_asked}";
        if (name == point)
            stand(name);
        return System.GetUtcNow();
    }
}
