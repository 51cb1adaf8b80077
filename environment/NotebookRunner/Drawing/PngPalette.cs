using System.Buffers.Binary;
using System.IO.Compression;
using MusicRec.NotebookRunner.Data;

namespace MusicRec.NotebookRunner.Drawing;

/// <summary>
/// Rewrites a browser's PNG with a palette of at most 256 colours: figures have few, and the picture, which a notebook
/// carries as text, takes a third of the room. Colours beyond the palette, all of them from smoothed edges, go to the nearest one in it.
/// </summary>
internal static class PngPalette
{
    private const int MostColours = 256;
    private const int ExactColours = 112;
    private const int NearEnough = 3 * 3 * 3;
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture with a palette; the same picture when it is of a kind that browsers do not write, or would not get smaller.</summary>
    public static byte[] Shrink(byte[] png)
    {
        if (!TryDecode(png, out int width, out int height, out int[] pixels))
        {
            return png;
        }

        byte[] shrunk = Encode(width, height, pixels, Palette(pixels));
        return shrunk.Length < png.Length ? shrunk : png;
    }

    /// <summary>The size of a PNG, from its header; null when it is none.</summary>
    public static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> png) => png.Length >= 33 && png.StartsWith(Signature)
        ? (BinaryPrimitives.ReadInt32BigEndian(png[16..]), BinaryPrimitives.ReadInt32BigEndian(png[20..]))
        : null;

    /// <summary>Reads pixels as 0xRRGGBB, over white; only pictures of eight bits in three or four channels, not interlaced.</summary>
    internal static bool TryDecode(byte[] png, out int width, out int height, out int[] pixels)
    {
        (width, height) = SizeOf(png) ?? (0, 0);
        pixels = [];
        int channels = width == 0 ? 0 : png[25] switch { 2 => 3, 6 => 4, _ => 0 };
        if (channels == 0 || png[24] != 8 || png[28] != 0 || width < 0 || height < 1 || (long)width * height > 50_000_000)
        {
            return false;
        }

        using MemoryStream compressed = new();
        for (int at = 8; at + 12 <= png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (length < 0 || length > png.Length - at - 12)
            {
                return false;
            }

            if (png.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
            {
                compressed.Write(png, at + 8, length);
            }

            at += length + 12;
        }

        compressed.Position = 0;
        byte[] rows = new byte[height * ((width * channels) + 1)];
        try
        {
            using ZLibStream inflated = new(compressed, CompressionMode.Decompress);
            inflated.ReadExactly(rows);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            return false;
        }

        return Unfilter(rows, width * channels, channels) && ToPixels(rows, width, height, channels, out pixels);
    }

    private static bool Unfilter(byte[] rows, int stride, int channels)
    {
        for (int start = 0; start < rows.Length; start += stride + 1)
        {
            int filter = rows[start];
            if (filter > 4)
            {
                return false;
            }

            for (int index = 1; index <= stride; index++)
            {
                int left = index > channels ? rows[start + index - channels] : 0;
                int up = start > 0 ? rows[start + index - stride - 1] : 0;
                int upLeft = start > 0 && index > channels ? rows[start + index - stride - 1 - channels] : 0;
                rows[start + index] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, upLeft), _ => 0 });
            }
        }

        return true;
    }

    // The predictor of the PNG specification, section 9.4: whichever neighbour is nearest to left + up − upLeft.
    private static int Paeth(int left, int up, int upLeft)
    {
        int estimate = left + up - upLeft;
        int toLeft = Math.Abs(estimate - left);
        int toUp = Math.Abs(estimate - up);
        int toUpLeft = Math.Abs(estimate - upLeft);
        return toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
    }

    private static bool ToPixels(byte[] rows, int width, int height, int channels, out int[] pixels)
    {
        pixels = new int[width * height];
        int place = 0;
        for (int row = 0; row < height; row++)
        {
            int at = (row * ((width * channels) + 1)) + 1;
            for (int column = 0; column < width; column++, at += channels)
            {
                int alpha = channels == 4 ? rows[at + 3] : 255;
                int Over(int value) => ((value * alpha) + (255 * (255 - alpha)) + 127) / 255;
                pixels[place++] = (Over(rows[at]) << 16) | (Over(rows[at + 1]) << 8) | Over(rows[at + 2]);
            }
        }

        return true;
    }

    /// <summary>The commonest colours, which are those of areas, exactly; then those that differ enough from all before to be seen apart.</summary>
    private static List<int> Palette(int[] pixels)
    {
        Dictionary<int, int> counts = [];
        foreach (int pixel in pixels)
        {
            counts[pixel] = counts.GetValueOrDefault(pixel) + 1;
        }

        int[] ordered = [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Select(pair => pair.Key)];
        if (ordered.Length <= MostColours)
        {
            return [.. ordered];
        }

        // The distance grows until every colour has a near one in the palette.
        for (int near = NearEnough; ; near *= 2)
        {
            List<int> palette = [.. ordered.Take(ExactColours)];
            foreach (int colour in ordered.Skip(ExactColours))
            {
                if (palette.Count <= MostColours && palette.TrueForAll(chosen => Distance(chosen, colour) > near))
                {
                    palette.Add(colour);
                }
            }

            if (palette.Count <= MostColours)
            {
                return palette;
            }
        }
    }

    private static int Distance(int first, int second)
    {
        int red = (first >> 16) - (second >> 16);
        int green = ((first >> 8) & 255) - ((second >> 8) & 255);
        int blue = (first & 255) - (second & 255);
        return (red * red) + (green * green) + (blue * blue);
    }

    private static byte[] Encode(int width, int height, int[] pixels, List<int> palette)
    {
        Dictionary<int, byte> places = [];
        byte[] rows = new byte[height * (width + 1)];
        for (int row = 0, place = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++, place++)
            {
                if (!places.TryGetValue(pixels[place], out byte index))
                {
                    int colour = pixels[place];
                    index = (byte)Enumerable.Range(0, palette.Count).MinBy(candidate => Distance(palette[candidate], colour));
                    places.Add(colour, index);
                }

                rows[(row * (width + 1)) + 1 + column] = index;
            }
        }

        using MemoryStream png = new();
        png.Write(Signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = 3;
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "PLTE"u8, [.. palette.SelectMany(colour => new[] { (byte)(colour >> 16), (byte)(colour >> 8), (byte)colour })]);
        using MemoryStream deflated = new();
        using (ZLibStream deflate = new(deflated, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(rows);
        }

        WriteChunk(png, "IDAT"u8, deflated.ToArray());
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        Crc32 checksum = new();
        checksum.Add(type);
        checksum.Add(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.Value);
        png.Write(number);
    }
}
