namespace Noodlink.Scenarios.Kills;

/// <summary>Runs when nothing else does: a storm takes both cores, and scenarios beside it hold limits of seconds.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
