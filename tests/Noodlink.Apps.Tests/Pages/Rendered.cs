using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Noodlink.Screens.Frame;

namespace Noodlink.Apps.Tests.Pages;

/// <summary>A component with its model, as a browser gets it.</summary>
internal static class Rendered
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public static Task<string> Of<T>(object model)
        where T : IComponent => Rendering.OfAsync<T>(Services, model);
}
