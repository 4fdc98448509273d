using EnforcementPlatform.Host;

Console.OutputEncoding = System.Text.Encoding.UTF8;
return await CommandLine.Run(args,
[
    new ServeCommand(Suite.Roles),
]);
