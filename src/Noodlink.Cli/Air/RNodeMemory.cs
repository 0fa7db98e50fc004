namespace Noodlink.Cli.Air;

/// <summary>What an emulated RNode has in its EEPROM.</summary>
/// <param name="HasIdentity">False: unprovisioned.</param>
/// <param name="OfItsOwn">TNC mode: what it starts its radio with; null: it waits for a host.</param>
internal sealed record RNodeMemory(bool HasIdentity = true, Tuning? OfItsOwn = null);
