return await Noodlink.Cli.CommandLine.RunAsync(args);
