namespace MusicRec.Core.Tests;

/// <summary>
/// The claim that results do not depend on the number of threads or the instruction set: the program DigitsProbe prints
/// the bits of one small computation after another, and every line must be the same in child processes run differently.
/// </summary>
public sealed class SameDigitsTests
{
    private const string ThreadsVariable = "MUSICREC_THREADS";

    private static readonly Lazy<Task<string[]>> _expected = new(() => RunProbeAsync(null, null));

    [Theory]
    [InlineData(ThreadsVariable, "1", "threads=1 ")]
    [InlineData(ThreadsVariable, "2", "threads=2 ")]
    [InlineData(ThreadsVariable, "3", "threads=3 ")]
    [InlineData("DOTNET_EnableAVX512", "0", "wide=False")]
    [InlineData("DOTNET_EnableAVX2", "0", "avx2=False")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", "vectors=False")]
    [InlineData("DOTNET_TieredCompilation", "0", "threads=")]
    public async Task Every_digit_is_the_same_whatever_the_threads_and_instructions(string variable, string value, string reported)
    {
        string[] expected = await _expected.Value, actual = await RunProbeAsync(variable, value);

        // Without this line a misspelt variable would compare a run with itself.
        Assert.Contains(reported, actual[0], StringComparison.Ordinal);
        Assert.Equal(expected.Skip(1).Select(Name), actual.Skip(1).Select(Name));
        string[] different = [.. expected.Skip(1).Except(actual.Skip(1)).Select(Name)];
        Assert.True(different.Length == 0, $"With {variable}={value} other digits came out of: {string.Join(", ", different)}.");
    }

    private static string Name(string line) => line.Split(' ')[0];

    private static async Task<string[]> RunProbeAsync(string? variable, string? value)
    {
        string[] lines = await ProbeProcess.RunAsync([], variable is null ? [] : [(variable, value!)]);
        Assert.True(lines.Length > 2, "The probe printed nothing to compare.");
        return lines;
    }
}
