using Kundbok.Server.Commands;

return await CommandLine.RunAsync(args);
