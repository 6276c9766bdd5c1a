// A kernel takes the console of its process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
