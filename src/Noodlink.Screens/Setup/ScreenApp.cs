using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Noodlink.Screens.Access;
using Noodlink.Screens.Api;
using Noodlink.Screens.Frame;
using Noodlink.Screens.Pages;
using Noodlink.Screens.Service;
using Noodlink.Screens.Telemetry;
using Noodlink.Station;

namespace Noodlink.Screens.Setup;

/// <summary>The parts of the screen that node and hub share, put together.</summary>
internal static class ScreenApp
{
    /// <summary>The station behind the screen: its desk, and its worker as the first of the host's services.</summary>
    public static void AddStation(this IServiceCollection services, Func<IServiceProvider, StationHost> open)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(
            provider =>
            {
                var host = open(provider);
                provider.GetRequiredService<LifeSigns>().Add(host.Signs);
                return host;
            });
        services.AddSingleton(provider => provider.GetRequiredService<StationHost>().Desk);
        services.AddHostedService(provider => provider.GetRequiredService<StationHost>().Worker);
    }

    /// <param name="dataDirectory">Of the station; the keys of cookies and forms are kept there, so that a restart
    /// signs nobody out.</param>
    public static void AddScreen(
        this WebApplicationBuilder builder, ScreenSettings settings, ScreenSetup setup, string dataDirectory,
        bool atHub)
    {
        builder.WebHost.UseUrls([.. setup.Addresses.Urls]);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(new AccessPolicy(setup.Addresses, setup.Access));
        services.AddSingleton(provider => PinOf(
            setup.Access.PinFile, dataDirectory, atHub, provider.GetRequiredService<ILogger<ShiftPin>>()));
        services.AddSingleton<PinPatience>().AddSingleton<Visitors>().AddSingleton<SignInPage>();
        services.AddSingleton(new EventShape(atHub)).AddSingleton<EventLog>();
        services.AddSingleton<FrontDoor>();
        services.AddSingleton<IComponentActivator, PlainActivator>();
        services.AddSingleton<LifeSigns>();
        services.AddSingleton(new ServiceNotice(Environment.GetEnvironmentVariable, Environment.ProcessId));
        services.AddHostedService<LifeWatch>();
        if (setup.Telemetry is { } telemetry) services.AddSingleton(telemetry).AddHostedService<TelemetryReports>();
        services.AddHostedService<EventPump>();
        services.AddHostedService<IdleMemory>();
        services.AddSingleton<IDataProtectionProvider>(_ => ScreenKey.In(dataDirectory));
        services.AddResponseCompression(options =>
        {
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/json"];
        });
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "noodlink-formulier";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.FormFieldName = "_formulier";
            options.SuppressXFrameOptionsHeader = true;
        });
        // It brings the framework's key ring along, which would make keys that nobody uses.
        foreach (var ring in services.Where(IsKeyRing).ToList()) services.Remove(ring);
    }

    private static bool IsKeyRing(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && service.ImplementationType?.Assembly.GetName().Name == "Microsoft.AspNetCore.DataProtection";

    // At a coördinatiepunt nothing asks a PIN at its own machine, so it needs none before others can connect.
    private static ShiftPin PinOf(string? configured, string dataDirectory, bool atHub, ILogger logger) =>
        !atHub ? ShiftPin.AtNode(configured, dataDirectory, logger)
        : new ShiftPin(string.IsNullOrWhiteSpace(configured) ? null : new PinFile(configured), null, logger);

    /// <summary>The gate and the error pages in front, and what both programs serve.</summary>
    public static void UseScreen(this WebApplication app, bool atHub)
    {
        app.UseResponseCompression();
        app.UseMiddleware<ErrorPages>();
        app.UseMiddleware<AccessGate>();
        app.UseRouting();
        Assets.Map(app);
        MessageEndpoints.Map(app, atHub);
        app.MapGet("/api/events", EventEndpoint.ServeAsync);
        CourierEndpoint.Map(app, atHub);
        var stick = new StickPage(atHub);
        app.MapGet(StickPage.Path, stick.GetAsync);
        app.MapPost(StickPage.Path, stick.PostAsync);
        var signIn = app.Services.GetRequiredService<SignInPage>();
        app.MapGet(SignInPage.Path, signIn.GetAsync);
        app.MapPost(SignInPage.Path, signIn.PostAsync);
        app.MapPost("/afmelden", signIn.SignOutAsync);
        var settings = app.Services.GetRequiredService<ScreenSettings>();
        if (settings.MayCover) CoverPage.Map(app);
        app.Lifetime.ApplicationStarted.Register(() => Log.Listening(
            app.Logger, string.Join(' ', app.Urls), settings.Point, settings.StationId, StatusObject.Version));
    }
}
