using FsCheck;
using FsCheck.Fluent;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class SongMoodTests
{
    [Theory]
    [InlineData(0.5, 0.5, "happy")]
    [InlineData(1, 1, "happy")]
    [InlineData(0.49, 0.5, "tense")]
    [InlineData(0, 0, "sad")]
    [InlineData(0.5, 0.49, "calm")]
    [InlineData(1, 0, "calm")]
    public void Each_song_has_one_quadrant(double valence, double energy, string name) =>
        Assert.Equal([name], SongMood.Quadrants.Where(mood => mood.Contains(valence, energy)).Select(mood => mood.Name));

    [Fact]
    public void The_quadrants_share_out_all_songs_and_what_is_outside_is_at_a_distance() => Prop.ForAll<byte, byte>((valence, energy) =>
    {
        (double v, double e) = (valence / 255.0, energy / 255.0);
        Assert.Single(SongMood.Quadrants, mood => mood.Contains(v, e));
        Assert.All(SongMood.Quadrants, mood => Assert.True(!mood.Contains(v, e) || mood.Distance(v, e) == 0));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Own_ranges_and_names_are_checked()
    {
        SongMood dinner = new(" dinner ", 0.4, 0.8, 0.1, 0.4);
        Assert.Equal("dinner (valence 0.4 to 0.8, energy 0.1 to 0.4)", dinner.ToString());
        Assert.True(dinner.Contains(0.4, 0.1));
        Assert.False(dinner.Contains(0.8, 0.2));
        Assert.Equal(0.5, dinner.Distance(0.1, 0.8), 12);
        Assert.Same(SongMood.Calm, SongMood.Named(" CALM"));
        Assert.Contains("happy, tense, sad, calm", Assert.Throws<ArgumentException>(() => SongMood.Named("blue")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SongMood(" ", 0, 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SongMood("a", 0.5, 0.5, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SongMood("a", 0, 1, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SongMood("a", 0, 1.1, 0, 1));
    }
}
