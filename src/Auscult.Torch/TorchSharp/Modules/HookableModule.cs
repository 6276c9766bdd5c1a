namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose forward computation can be watched and altered by hooks.</summary>
        /// <typeparam name="TPreHook">Sees the input and may return another.</typeparam>
        /// <typeparam name="TPostHook">Sees input and result and may return another result.</typeparam>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            /// <param name="name">The module's name.</param>
            protected HookableModule(string name)
                : base(name)
            {
            }

            // Null until a first hook is registered: a module without hooks pays one comparison per call.
            private protected HookLists? Hooks { get; private set; }

            /// <summary>Calls <paramref name="hook"/> after each forward computation.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Register(hooks => hooks.After, hook);

            /// <summary>Calls <paramref name="hook"/> with this module after each forward computation.</summary>
            public HookRemover register_forward_hook(Action<Module> hook) => Register(hooks => hooks.ModuleAfter, hook);

            /// <summary>Calls <paramref name="hook"/> before each forward computation.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(hooks => hooks.Before, hook);

            /// <summary>Calls <paramref name="hook"/> with this module before each forward computation.</summary>
            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(hooks => hooks.ModuleBefore, hook);

            private HookRemover Register<THook>(Func<HookLists, List<THook>> list, THook hook)
            {
                Hooks ??= new HookLists();
                list(Hooks).Add(hook);
                return new HookRemover(() => list(Hooks).Remove(hook));
            }

            private protected sealed class HookLists
            {
                public List<Action<Module>> ModuleBefore { get; } = [];

                public List<TPreHook> Before { get; } = [];

                public List<TPostHook> After { get; } = [];

                public List<Action<Module>> ModuleAfter { get; } = [];
            }

            /// <summary>Takes a hook out again.</summary>
            public class HookRemover
            {
                private readonly Action _remove;

                internal HookRemover(Action remove) => _remove = remove;

                /// <summary>Removes the hook; a second call does nothing.</summary>
                public void remove() => _remove();
            }
        }
    }
}
