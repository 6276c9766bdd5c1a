// The tensor engine has one random generator and one count of tensors per process: tests that seed or count must be alone.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
