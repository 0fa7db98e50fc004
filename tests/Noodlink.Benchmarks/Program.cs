return await Noodlink.Benchmarks.BenchCommand.RunAsync(args);
