using Xunit.Sdk;
using Xunit.v3;

// These tests start processes, take ports and read what a command printed: one at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
