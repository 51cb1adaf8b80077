using MusicRec.Learning;

namespace MusicRec.Core.Tests.Learning;

public sealed class GradientBoostingRegressorContract : RegressorContract
{
    protected override bool TakesMissingValues => true;

    protected override IRegressor Create(ulong seed) =>
        new GradientBoostingRegressor(seed, new GradientBoostingSettings { Iterations = 30, MinimumLeafSize = 3 });
}

public sealed class RidgeRegressionContract : RegressorContract
{
    protected override IRegressor Create(ulong seed) => new RidgeRegression(0.5);
}

public sealed class TargetEncodedRegressorContract : RegressorContract
{
    protected override bool TakesMissingValues => true;

    protected override IRegressor Create(ulong seed) => new TargetEncodedRegressor(
        new GradientBoostingRegressor(seed, new GradientBoostingSettings { Iterations = 30, MinimumLeafSize = 3 }), new TargetEncoder(seed, [0], 1));
}
