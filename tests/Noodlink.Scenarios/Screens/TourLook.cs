namespace Noodlink.Scenarios.Screens;

/// <summary>Looks at a page from every seat: can everybody read and use it, does it fit, and what does it look like.</summary>
internal sealed class TourLook(Operator person)
{
    private const string PicturesVariable = "NOODLINK_SCREENSHOTS"; // tests/run.sh --screenshots

    private readonly List<string> _found = [];

    /// <summary>What is wrong, a line for each.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <param name="state">What is to be seen, as its picture is called.</param>
    public async Task AtAsync(string state)
    {
        foreach (var seat in (Seat[])[Seat.Laptop, Seat.Dark, Seat.HighContrast, Seat.Phone])
        {
            await person.MoveToAsync(seat);
            if (seat != Seat.Phone)
                _found.AddRange(await AxeCheck.FindAsync(person, state, coloursOnly: seat != Seat.Laptop));
            if (seat == Seat.Laptop || seat == Seat.Phone) _found.AddRange(await SizesAsync(state));
            await PictureAsync(state);
        }

        await person.MoveToAsync(Seat.Laptop);
    }

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
        if (Environment.GetEnvironmentVariable(PicturesVariable) is not { Length: > 0 } directory) return;
        var name = $"{state}-{person.Seat.Name.Replace(' ', '-')}.png";
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(directory, name), FullPage = person.Seat.IsPhone });
    }
}
