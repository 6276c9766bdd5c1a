using Auscult.Foundation;

namespace Auscult.Cluster.Kubernetes;

/// <summary>Hands manifests to Kubernetes.</summary>
public static class Kubectl
{
    /// <summary>Writes the manifests and applies them in the cluster that kubectl is set up for.</summary>
    /// <param name="manifests">The manifests (<see cref="Manifests"/>).</param>
    /// <param name="file">Where to keep them.</param>
    /// <exception cref="InputException">This machine has no kubectl, or it refuses.</exception>
    public static SubmittedJob Submit(string manifests, string file)
    {
        AtomicFile.WriteAllText(file, manifests);
        var answer = Scheduler.Run("kubectl", ["apply", "--filename", file], file).Trim();
        // The job is the last object.
        return new SubmittedJob("kubernetes", answer.Split('\n')[^1].Split(' ')[0], file, answer);
    }
}
