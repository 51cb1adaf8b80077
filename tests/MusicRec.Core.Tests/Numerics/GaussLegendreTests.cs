using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class GaussLegendreTests
{
    [Fact]
    public void Few_places_are_those_of_the_tables()
    {
        // Abramowitz and Stegun, table 25.4, brought from [−1, 1] to [0, 1].
        (double[] places, double[] weights) = GaussLegendre.Of(3);
        AssertClose([0.5 - (0.774596669241483 / 2), 0.5, 0.5 + (0.774596669241483 / 2)], places);
        AssertClose([5 / 18.0, 8 / 18.0, 5 / 18.0], weights);
        AssertClose([0.5], GaussLegendre.Of(1).Places);
        AssertClose([1], GaussLegendre.Of(1).Weights);
        (places, weights) = GaussLegendre.Of(10);
        Assert.Equal(0.5 + (0.973906528517172 / 2), places[9], 14);
        Assert.Equal(0.066671344308688 / 2, weights[0], 14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(51)]
    public void Polynomials_of_less_than_twice_as_many_terms_are_integrated_exactly(int count)
    {
        (double[] places, double[] weights) = GaussLegendre.Of(count);
        Assert.Equal(places.Order(), places);
        Assert.All(places, place => Assert.InRange(place, 0, 1));
        for (int degree = 0; degree < 2 * count; degree++)
        {
            double sum = 0;
            for (int index = 0; index < count; index++)
            {
                double power = 1;
                for (int factor = 0; factor < degree; factor++)
                {
                    power *= places[index];
                }

                sum += weights[index] * power;
            }

            Assert.Equal(1.0 / (degree + 1), sum, 13);
        }
    }

    [Fact]
    public void There_must_be_a_place() => Assert.Throws<ArgumentOutOfRangeException>(() => GaussLegendre.Of(0));

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], actual[index], 14);
        }
    }
}
