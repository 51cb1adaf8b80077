using MusicRec.Numerics;

namespace MusicRec.Core.Tests.PublicApi;

public sealed class PublicApiTests
{
    private const string Switch = "MUSICREC_APPROVE";

    /// <summary>
    /// What users can call changes only on purpose. When it has: look at what this test prints, and write the new text with
    /// <c>MUSICREC_APPROVE=1 dotnet test tests/MusicRec.Core.Tests --filter FullyQualifiedName~PublicApi</c>.
    /// </summary>
    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        string path = Path.Combine(RepositoryFolder.Root, "tests", "MusicRec.Core.Tests", "PublicApi", "PublicApi.approved.txt");
        string now = PublicApiText.Of(typeof(Matrix).Assembly);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(path, now);
        }

        string approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(now == approved, $"""
            The public surface of MusicRec.Core is not the approved one (- approved, + now):
            {string.Join('\n', Difference(approved, now))}
            If that is intended:  {Switch}=1 dotnet test tests/MusicRec.Core.Tests --filter FullyQualifiedName~PublicApi
            and mention it in CHANGELOG.md.
            """);
    }

    [Fact]
    public void The_text_reads_like_the_declarations()
    {
        string expected = """
            namespace MusicRec.Core.Tests.PublicApi: abstract class ApiShape<T> : List<T>, IDisposable where T : struct, IComparable<T>
                T this[string name] { get; protected set; }
                const double Half = 0.5
                double? Rate { get; init; }
                event Action<int> Changed
                override string ToString()
                protected ApiShape(int size = 3, string name = "a\"b", DayOfWeek day = DayOfWeek.Monday, T value = default, double? rate = null)
                protected abstract ref readonly T Peek(in T value, out (int, string) pair, params int[][,] rest)
                protected int Protected
                static ApiShape<T> op_Addition(ApiShape<T> left, ApiShape<T> right)
                static readonly int[] Shared
                virtual IReadOnlyList<TKey> Select<TKey>(ReadOnlySpan<T> from, Func<T, TKey> select) where TKey : class, new()
                void Dispose()

            namespace MusicRec.Core.Tests.PublicApi: delegate bool ApiShape<T>.Filter<TKey>(TKey key, ref T value)

            namespace MusicRec.Core.Tests.PublicApi: enum ApiKind : byte
                First = 1
                Second = 2

            namespace MusicRec.Core.Tests.PublicApi: interface IApi
                int Count { get; }
                void Run()

            namespace MusicRec.Core.Tests.PublicApi: readonly record struct ApiPoint
                ApiPoint(int X, int Y)
                int X { get; init; }
                int Y { get; init; }

            namespace MusicRec.Core.Tests.PublicApi: sealed record class ApiRow : IApi
                ApiRow(string Name)
                int Count { get; }
                string Name { get; init; }
                void Run()

            namespace MusicRec.Core.Tests.PublicApi: static class ApiExtensions
                static int Twice(this int number)


            """.ReplaceLineEndings("\n");
        string text = PublicApiText.Of([typeof(ApiShape<>), typeof(ApiShape<>.Filter<>), typeof(ApiKind), typeof(IApi), typeof(ApiPoint), typeof(ApiRow), typeof(ApiExtensions)]);
        Assert.Equal(Blocks(expected), Blocks(text));
    }

    [Fact]
    public void A_difference_names_the_type_of_a_changed_member()
    {
        string[] difference = [.. Difference("namespace N: class A\n    int X\n    int Y\n\nnamespace N: class B\n\n", "namespace N: class A\n    int Y\n    int Z\n\nnamespace N: class C\n\n")];
        Assert.Equal(["- namespace N: class A / int X", "- namespace N: class B", "+ namespace N: class A / int Z", "+ namespace N: class C"], difference);
    }

    private static IEnumerable<string> Difference(string approved, string now)
    {
        string[] before = [.. Lines(approved)];
        string[] after = [.. Lines(now)];
        return [.. before.Except(after).Select(line => "- " + line), .. after.Except(before).Select(line => "+ " + line)];
    }

    /// <summary>Every line under the name of its type, so that equal members of two types are two lines.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        string type = "";
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            bool member = line.StartsWith("    ", StringComparison.Ordinal);
            type = member ? type : line;
            yield return member ? $"{type} / {line.Trim()}" : line;
        }
    }

    private static string[] Blocks(string text) => [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(block => block.Trim('\n')).Order(StringComparer.Ordinal)];
}
