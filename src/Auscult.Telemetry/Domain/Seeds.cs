using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Auscult.Telemetry.Domain;

/// <summary>
/// A tree of seeds: every consumer of randomness derives its own child by name, so adding a consumer never changes the numbers
/// another one draws.
/// </summary>
/// <param name="Value">The seed at this node.</param>
public readonly record struct Seeds(long Value)
{
    /// <summary>The child of this node called <paramref name="name"/>.</summary>
    public Seeds Child(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Value}/{name}"), hash);
        return new Seeds(BinaryPrimitives.ReadInt64LittleEndian(hash) & long.MaxValue);
    }

    /// <summary>A generator seeded by this node; the same node always gives the same sequence.</summary>
    public Random Generator() => new(unchecked((int)(Value ^ (Value >> 32))));
}
