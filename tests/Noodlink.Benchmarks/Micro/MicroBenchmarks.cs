using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Noodlink.Benchmarks.Micro;

/// <summary>Codecs and sealing under BenchmarkDotNet, in this process: nothing is built, no network.</summary>
internal static class MicroBenchmarks
{
    public static int Run(string[] args)
    {
        var artifacts = Directory.CreateTempSubdirectory("noodlink-bench-");
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(artifacts.FullName);
        var summaries = BenchmarkSwitcher.FromTypes([typeof(SealBenchmarks), typeof(CodecBenchmarks)])
            .Run(args.Length > 0 ? args : ["--filter", "*"], config);
        artifacts.Delete(recursive: true);
        return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
    }
}
