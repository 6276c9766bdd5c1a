using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

/// <summary>Switches recording for the backward pass on this thread, and back when disposed.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly bool _previous = at_grad_enabled();

    public AutoGradMode(bool enabled) => at_set_grad_enabled(enabled);

    public void Dispose() => at_set_grad_enabled(_previous);
}

/// <summary>Switches inference mode (no recording, no version counters) on this thread, and back when disposed.</summary>
internal sealed class InferenceMode(bool enabled) : IDisposable
{
    private IntPtr _guard = at_inference_mode_enter(enabled);

    public void Dispose()
    {
        var guard = Interlocked.Exchange(ref _guard, IntPtr.Zero);
        if (guard != IntPtr.Zero)
            at_inference_mode_leave(guard);
    }
}

/// <summary>Makes the backward pass name the forward operation that produced a failing gradient; slow, for debugging.</summary>
public class AnomalyMode : IDisposable
{
    private readonly bool _previous = IsEnabled;
    private readonly bool _previousCheck = ShouldCheckNaN;

    public AnomalyMode(bool enabled, bool check_nan = true) => at_set_anomaly(enabled, check_nan);

    public static bool IsEnabled => at_anomaly_enabled();

    public static bool ShouldCheckNaN => at_anomaly_checks_nan();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => at_set_anomaly(_previous, _previousCheck);
}

public static partial class torch
{
    public static IDisposable no_grad() => new AutoGradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    public static bool is_grad_enabled() => at_grad_enabled();

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => at_inference_mode_enabled();

    /// <summary>Gradients by reverse-mode differentiation.</summary>
    public static partial class autograd
    {
        /// <summary>Gradients of the outputs with respect to the inputs, without touching any <c>.grad</c>.</summary>
        public static IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            Tensor[] outs = [.. outputs], ins = [.. inputs], grads = [.. grad_outputs ?? []];
            return Take(
                at_autograd_grad(
                    outs, outs.Length, ins, ins.Length, grads, grads.Length, retain_graph, create_graph, allow_unused, out var result),
                result);
        }

        /// <summary>Adds the gradients of the tensors to the <c>.grad</c> of the leaves (or of the given inputs only).</summary>
        public static void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            Tensor[] outs = [.. tensors], grads = [.. grad_tensors ?? []], ins = [.. inputs ?? []];
            Check(at_backward(outs, outs.Length, grads, grads.Length, retain_graph ?? create_graph, create_graph, ins, ins.Length));
        }

        public static void backward(
            Tensor tensor, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            backward([tensor], grad_tensors, retain_graph, create_graph, inputs);

        public static void backward(
            Tensor tensor, Tensor grad_tensor, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            backward([tensor], [grad_tensor], retain_graph, create_graph, inputs);

        public static AnomalyMode detect_anomaly(bool check_nan = true) => new(true, check_nan);

        public static AnomalyMode set_detect_anomaly(bool mode, bool check_nan = true) => new(mode, check_nan);
    }
}
