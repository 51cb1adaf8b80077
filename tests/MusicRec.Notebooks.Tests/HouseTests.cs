namespace MusicRec.Notebooks.Tests;

public sealed class HouseTests
{
    [Fact]
    public void Tests_run() => Assert.NotEmpty(AppContext.BaseDirectory);
}
