using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace MusicRec.NotebookRunner.Kernel;

/// <summary>
/// Resolves <c>#r</c> against the notebook's folder and hands out the same reference each time:
/// without that, every cell reads all assemblies' metadata anew (166 MiB became 522 MiB over 100 cells).
/// </summary>
internal sealed class CachingReferenceResolver(string folder) : MetadataReferenceResolver
{
    private readonly ScriptMetadataResolver inner = ScriptMetadataResolver.Default.WithBaseDirectory(folder);
    private readonly Dictionary<string, ImmutableArray<PortableExecutableReference>> resolved = [];
    private readonly Dictionary<AssemblyIdentity, PortableExecutableReference?> missing = [];

    public override bool ResolveMissingAssemblies => inner.ResolveMissingAssemblies;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (!resolved.TryGetValue(reference, out ImmutableArray<PortableExecutableReference> found))
        {
            found = inner.ResolveReference(reference, baseFilePath: null, properties);
            resolved.Add(reference, found);
        }

        return found;
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity)
    {
        if (!missing.TryGetValue(referenceIdentity, out PortableExecutableReference? found))
        {
            found = inner.ResolveMissingAssembly(definition, referenceIdentity);
            missing.Add(referenceIdentity, found);
        }

        return found;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
