namespace MusicRec.Core.Tests.Neural;

/// <summary>Every kind of network, trained in a child process where no other test allocates or takes the workers.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task A_training_step_allocates_nothing_on_any_thread_once_warm(string threads)
    {
        // Without tiers everything is compiled as it stays before it is measured.
        string[] lines = await ProbeProcess.RunAsync(["allocations"], ("MUSICREC_THREADS", threads), ("DOTNET_TieredCompilation", "0"));
        Assert.True(lines.Length > 8, "The probe measured too little.");

        // Five counts each. One may be the runtime's own (a path first met under load); what steps allocate is in every one of them.
        Assert.All(lines, line => Assert.EndsWith(" 0 0 0 0", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Training_that_was_interrupted_ends_in_the_same_digits()
    {
        string[] lines = await ProbeProcess.RunAsync(["resume"]);
        Assert.True(lines.Length > 8, "The probe trained too little.");
        Assert.All(lines, line => Assert.EndsWith(" same", line, StringComparison.Ordinal));
    }
}
