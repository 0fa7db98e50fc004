namespace Noodlink.Scenarios.Screens;

/// <summary>Looks at a page from every seat: can everybody read and use it, does it fit, and what does it look like.</summary>
internal sealed class TourLook(Operator person)
{
    private const string PicturesVariable = "NOODLINK_SCREENSHOTS"; // tests/run.sh --screenshots

    private static readonly Seat[] Others = [Seat.Dark, Seat.HighContrast, Seat.Phone];

    private readonly List<string> _found = [];
    private int _looks;

    /// <summary>From where each state is looked at. Null: from the laptop, and from one of the others in turn: four seats for
    /// each would take the suite over its ten minutes. With --screenshots, which is a command and not the suite, every state
    /// from all four.</summary>
    public IReadOnlyList<Seat>? Seats { get; init; } = Pictures is null ? null : [Seat.Laptop, .. Others];

    /// <summary>What is wrong, a line for each.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <param name="state">What is to be seen, as its picture is called.</param>
    public async Task AtAsync(string state)
    {
        foreach (var seat in Seats ?? [Seat.Laptop, Others[_looks++ % Others.Length]])
        {
            await person.MoveToAsync(seat);
            if (seat != Seat.Phone)
                _found.AddRange(await AxeCheck.FindAsync(person, state, coloursOnly: seat != Seat.Laptop));
            if (seat == Seat.Laptop || seat == Seat.Phone) _found.AddRange(await SizesAsync(state));
            await PictureAsync(state);
        }

        await person.MoveToAsync(Seat.Laptop);
    }

    private static string? Pictures =>
        Environment.GetEnvironmentVariable(PicturesVariable) is { Length: > 0 } directory ? directory : null;

    private async Task<IEnumerable<string>> SizesAsync(string state)
    {
        var place = $"{state} ({person.Seat.Name}), {person.Page.Url}";
        var wide = await Walk.TooWideAsync(person);
        var faint = person.Seat == Seat.Laptop ? await Walk.TooFaintAsync(person) : [];
        return
        [
            .. wide > 0 ? [$"{place} is {wide} px too wide"] : (string[])[],
            .. (await Walk.TooSmallAsync(person)).Select(each => $"{place}: too small for a glove: {each}"),
            .. faint.Select(each => $"{place}: status words below 32 px: {each}"),
        ];
    }

    private async Task PictureAsync(string state)
    {
        if (Pictures is not { } directory) return;
        var name = $"{state}-{person.Seat.Name.Replace(' ', '-')}.png";
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(directory, name), FullPage = person.Seat.IsPhone });
    }
}
