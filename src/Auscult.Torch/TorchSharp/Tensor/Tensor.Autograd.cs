using static Auscult.Torch.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operations on the tensor are recorded for the backward pass.</summary>
        public bool requires_grad
        {
            get => at_requires_grad(this);
            set => Check(at_set_requires_grad(this, value));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>The accumulated gradient, null before the first backward pass.</summary>
        public Tensor? grad
        {
            get
            {
                Check(at_grad_of(this, out var gradient));
                return gradient == IntPtr.Zero ? null : new Tensor(gradient);
            }
            set => Check(at_set_grad(this, value));
        }

        public void retain_grad() => Check(at_retain_grad(this));

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        public Tensor detach() => at_detach(this);

        public Tensor detach_() => Done(at_detach_(this));
    }
}
