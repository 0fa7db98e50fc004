using System.Runtime.CompilerServices;

namespace Noodlink.Protocol.Wire;

/// <summary>Enumerations of one byte as they travel: their value, or 0 for "not entered".</summary>
internal static class EnumCode
{
    public static byte Of<T>(T? value) where T : unmanaged, Enum =>
        value is { } set ? Unsafe.BitCast<T, byte>(set) : (byte)0;
}
