namespace MusicRec.NotebookRunner.Data;

/// <summary>The checksum of zip and gzip (RFC 1952, section 8), which the framework's readers of both do not check, and of PNG (annex D).</summary>
internal struct Crc32()
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];
    private uint state = uint.MaxValue;

    public readonly uint Value => ~state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            state = Table[(byte)state ^ value] ^ (state >> 8);
        }
    }

    private static uint Entry(int value)
    {
        uint entry = (uint)value;
        for (int bit = 0; bit < 8; bit++)
        {
            entry = (entry >> 1) ^ ((entry & 1) * 0xEDB8_8320u);
        }

        return entry;
    }
}
