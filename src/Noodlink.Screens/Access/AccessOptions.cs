namespace Noodlink.Screens.Access;

/// <summary>Who may reach the screen and the API (interfaces.md §2, section <c>Access</c>).</summary>
internal sealed class AccessOptions
{
    /// <summary>File with the PIN of the shift; needed as soon as another machine can connect.</summary>
    public string? PinFile { get; set; }

    /// <summary>Names in the <c>Host</c> header that are ours. Empty: loopback names and the listen
    /// addresses.</summary>
    public IList<string> Hosts { get; } = [];
}
