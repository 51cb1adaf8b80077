using System.IO.Compression;
using System.Text;

namespace MusicRec.Text;

/// <summary>The files of <c>src/Text/Resources</c>, which the library carries inside itself.</summary>
internal static class TextResource
{
    /// <summary>Opens a resource as text; a name that ends in <c>.z</c> is decompressed.</summary>
    public static StreamReader Open(string name)
    {
        Stream stream = typeof(TextResource).Assembly.GetManifestResourceStream("text/" + name)
            ?? throw new InvalidOperationException($"MusicRec.Core was built without its resource src/Text/Resources/{name}.");
        return new StreamReader(name.EndsWith(".z", StringComparison.Ordinal) ? new ZLibStream(stream, CompressionMode.Decompress) : stream, Encoding.UTF8);
    }

    /// <summary>The next line of a resource, which must have one.</summary>
    public static string NextLine(this StreamReader reader) =>
        reader.ReadLine() ?? throw new InvalidDataException("A resource of src/Text/Resources ends too early; make it again with the scripts of environment/TextData.");
}
