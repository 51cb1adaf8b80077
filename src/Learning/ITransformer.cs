using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>A change of features whose settings are learnt from training rows only.</summary>
public interface ITransformer
{
    /// <summary>Learns the settings from <paramref name="features"/>, [rows, features].</summary>
    void Fit(Matrix features);

    /// <summary>Applies what was learnt; the argument is left as it is.</summary>
    /// <exception cref="InvalidOperationException">The transformer has not been fitted.</exception>
    Matrix Transform(Matrix features);
}
