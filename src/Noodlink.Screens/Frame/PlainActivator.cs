using Microsoft.AspNetCore.Components;

namespace Noodlink.Screens.Frame;

/// <summary>Makes components the simple way: none of ours takes anything in its constructor. The way of the framework
/// compiles expressions for it, which keeps 5 MB in memory for as long as the program runs.</summary>
internal sealed class PlainActivator : IComponentActivator
{
    public IComponent CreateInstance(Type componentType) => (IComponent)Activator.CreateInstance(componentType)!;
}
