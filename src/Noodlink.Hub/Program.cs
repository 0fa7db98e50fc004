return await Noodlink.Hub.HubProgram.RunAsync(args, Console.Error);
