namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something that can be called with one input.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Computes the result.</summary>
            TResult call(T input1);
        }

        /// <summary>Something that can be called with two inputs.</summary>
        public interface IModule<T1, T2, TResult>
        {
            /// <summary>Computes the result.</summary>
            TResult call(T1 input1, T2 input2);
        }

        /// <summary>Something that can be called with three inputs.</summary>
        public interface IModule<T1, T2, T3, TResult>
        {
            /// <summary>Computes the result.</summary>
            TResult call(T1 input1, T2 input2, T3 input3);
        }

        /// <summary>A module with one input. Implement <see cref="forward"/>; use <see cref="call"/>.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            /// <param name="name">The module's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>The computation; returns a tensor of its own, never the input itself (use <c>alias()</c>).</summary>
            public abstract TResult forward(T input);

            /// <summary>Runs <see cref="forward"/> between the hooks.</summary>
            public TResult call(T input)
            {
                if (Hooks is null)
                    return forward(input);
                Hooks.ModuleBefore.ForEach(hook => hook(this));
                foreach (var hook in Hooks.Before)
                    input = hook(this, input) ?? input;
                var result = forward(input);
                foreach (var hook in Hooks.After)
                    result = hook(this, input, result) ?? result;
                Hooks.ModuleAfter.ForEach(hook => hook(this));
                return result;
            }
        }

        /// <summary>A module with two inputs. Implement <see cref="forward"/>; use <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, TResult>
            : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>,
                IModule<T1, T2, TResult>
        {
            /// <param name="name">The module's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>The computation; returns a tensor of its own, never an input itself (use <c>alias()</c>).</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Runs <see cref="forward"/> between the hooks.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                if (Hooks is null)
                    return forward(input1, input2);
                Hooks.ModuleBefore.ForEach(hook => hook(this));
                foreach (var hook in Hooks.Before)
                    (input1, input2) = hook(this, input1, input2) ?? (input1, input2);
                var result = forward(input1, input2);
                foreach (var hook in Hooks.After)
                    result = hook(this, input1, input2, result) ?? result;
                Hooks.ModuleAfter.ForEach(hook => hook(this));
                return result;
            }
        }

        /// <summary>A module with three inputs. Implement <see cref="forward"/>; use <see cref="call"/>.</summary>
        public abstract class Module<T1, T2, T3, TResult>
            : HookableModule<
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>,
                IModule<T1, T2, T3, TResult>
        {
            /// <param name="name">The module's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>The computation; returns a tensor of its own, never an input itself (use <c>alias()</c>).</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>Runs <see cref="forward"/> between the hooks.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                if (Hooks is null)
                    return forward(input1, input2, input3);
                Hooks.ModuleBefore.ForEach(hook => hook(this));
                foreach (var hook in Hooks.Before)
                    (input1, input2, input3) = hook(this, input1, input2, input3) ?? (input1, input2, input3);
                var result = forward(input1, input2, input3);
                foreach (var hook in Hooks.After)
                    result = hook(this, input1, input2, input3, result) ?? result;
                Hooks.ModuleAfter.ForEach(hook => hook(this));
                return result;
            }
        }
    }
}
