return await Noodlink.Node.NodeProgram.RunAsync(args, Console.Error);
