using System.Buffers.Binary;
using System.IO.Compression;
using MusicRec.NotebookRunner.Drawing;

namespace MusicRec.Notebooks.Tests.Drawing;

public sealed class PngPaletteTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_picture_of_few_colours_keeps_every_pixel(byte filter)
    {
        int[] pixels = [.. Enumerable.Range(0, 120 * 80).Select(place => ((place * 7) % 200) * 0x010203)];
        byte[] original = Png(120, 80, pixels, filter);
        Assert.True(PngPalette.TryDecode(original, out int width, out int height, out int[] decoded));
        Assert.Equal((120, 80), (width, height));
        Assert.Equal(pixels, decoded);
    }

    [Fact]
    public void The_palette_picture_has_the_same_colours_in_the_same_places()
    {
        int[] colours = [0xFFFFFF, 0x0072B2, 0xD55E00, 0x222222];
        int[] pixels = [.. Enumerable.Range(0, 300 * 200).Select(place => colours[place / 77 % 4])];
        byte[] shrunk = PngPalette.Shrink(Png(300, 200, pixels));
        Assert.True(shrunk.Length < Png(300, 200, pixels).Length);
        Assert.Equal((300, 200), PngPalette.SizeOf(shrunk));
        Assert.Equal(3, shrunk[25]);
        (int[] palette, byte[] places) = ReadPalettePicture(shrunk, 300, 200);
        Assert.Equal(pixels, places.Select(place => palette[place]));
    }

    [Fact]
    public void Rare_colours_go_to_one_that_looks_alike()
    {
        int[] pixels = [.. Enumerable.Range(0, 256 * 256).Select(place => place < 40_000 ? 0xFFFFFF : (place % 251 << 16) | (place % 241 << 8) | 0x80)];
        (int[] palette, byte[] places) = ReadPalettePicture(PngPalette.Shrink(Png(256, 256, pixels)), 256, 256);
        Assert.True(palette.Length <= 256);
        Assert.Equal(0xFFFFFF, palette[places[0]]);
        Assert.All(places.Select((place, index) => (palette[place], pixels[index])).Skip(40_000).Where((_, index) => index % 97 == 0), pair => Assert.InRange(Difference(pair.Item1, pair.Item2), 0, 120));
    }

    [Fact]
    public void Damaged_pictures_are_left_as_they_are()
    {
        byte[] png = Png(20, 20, [.. Enumerable.Range(0, 400)]);
        for (int length = 0; length < png.Length - 12; length += 5)
        {
            byte[] damaged = png[..length];
            Assert.Same(damaged, PngPalette.Shrink(damaged));
        }

        byte[] huge = [.. png];
        BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(16), int.MaxValue);
        Assert.Same(huge, PngPalette.Shrink(huge));
    }

    /// <summary>A PNG in four channels, as browsers write it, with one filter for all rows.</summary>
    internal static byte[] Png(int width, int height, int[] pixels, byte filter = 0)
    {
        byte[] plain = [.. pixels.SelectMany(pixel => new byte[] { (byte)(pixel >> 16), (byte)(pixel >> 8), (byte)pixel, 255 })];
        int stride = width * 4;
        using MemoryStream idat = new();
        using (ZLibStream deflate = new(idat, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                deflate.WriteByte(filter);
                for (int index = 0; index < stride; index++)
                {
                    int At(int back, int up) => index >= back && row >= up ? plain[((row - up) * stride) + index - back] : 0;
                    int left = At(4, 0);
                    int above = At(0, 1);
                    int corner = At(4, 1);
                    int estimate = left + above - corner;
                    int predicted = filter switch
                    {
                        1 => left,
                        2 => above,
                        3 => (left + above) / 2,
                        4 => new[] { left, above, corner }.MinBy(neighbour => Math.Abs(estimate - neighbour)),
                        _ => 0,
                    };
                    deflate.WriteByte((byte)(plain[(row * stride) + index] - predicted));
                }
            }
        }

        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, idat.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. type, .. data, 0, 0, 0, 0];
    }

    private static (int[] Palette, byte[] Places) ReadPalettePicture(byte[] png, int width, int height)
    {
        Dictionary<string, byte[]> chunks = [];
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add(System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += length + 12;
        }

        byte[] palette = chunks["PLTE"];
        byte[] rows = new byte[height * (width + 1)];
        using ZLibStream inflate = new(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        inflate.ReadExactly(rows);
        return (
            [.. Enumerable.Range(0, palette.Length / 3).Select(place => (palette[3 * place] << 16) | (palette[(3 * place) + 1] << 8) | palette[(3 * place) + 2])],
            [.. rows.Where((_, index) => index % (width + 1) > 0)]);
    }

    private static int Difference(int first, int second) => Math.Abs((first >> 16) - (second >> 16))
        + Math.Abs(((first >> 8) & 255) - ((second >> 8) & 255)) + Math.Abs((first & 255) - (second & 255));
}
