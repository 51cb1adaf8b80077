using System.Globalization;

namespace MusicRec.Reporting;

/// <summary>
/// The table of a study that takes hours: searches for settings, runs over many seeds. A study is a notebook that <c>nbrun study</c> runs.
/// It opens the table, asks for one unit of work after the other, and each is on disk when it is done: what is interrupted
/// goes on where it was and ends in the same bytes. The file names the hashes of the code and the data and the settings
/// that made it; with others it is not continued. Notebooks show the committed table by <see cref="Read"/> as what it is.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class StudyTable : IRenderable, IDisposable
{
    private readonly List<StudyRow> _rows;
    private readonly string? _path;
    private readonly FileStream? _lock;
    private string? _running;
    private bool _isDisposed;

    private StudyTable(StudyFile.Content content, string? path, FileStream? held)
    {
        (Name, Code, Data, Settings, IsComplete) = (content.Study, content.Code, content.Data, content.Settings, content.Complete);
        (_path, _lock) = (path, held);
        _rows = [.. content.Units.Select(unit => new StudyRow(unit.Name, unit.Texts, unit.Numbers))];
    }

    /// <summary>What the study is called.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the library's sources and the study's code cells.</summary>
    public string Code { get; }

    /// <summary>SHA-256 of the data, such as <see cref="MusicRec.Data.Interactions.Hash"/>.</summary>
    public string Data { get; }

    /// <summary>The settings in words: budget, seeds, lists' length.</summary>
    public string Settings { get; }

    /// <summary>Who made the figures, for notes under tables of them.</summary>
    internal string Origin => $"Made by 'nbrun study', not by this notebook. Hash of the code {Code[..12]}, of the data {Data[..12]}.";

    /// <summary>Whether the study came to its end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The units that are done, in the order of the study.</summary>
    public IReadOnlyList<StudyRow> Rows => _rows;

    /// <summary>
    /// Opens the table of a running study: a new one, or the one that an interrupted run has left. Call it once in a study,
    /// and <see cref="Complete"/> at its end.
    /// </summary>
    /// <param name="path">The file, such as "04-search.json"; relative to the notebook's folder.</param>
    /// <param name="name">What the study is called.</param>
    /// <param name="data">Hash of the data.</param>
    /// <param name="settings">The settings in words; other words are another study.</param>
    /// <exception cref="ArgumentException">The name is empty or the hash is none.</exception>
    /// <exception cref="InvalidOperationException">
    /// The code does not run under <c>nbrun study</c>, or the table there was made by other code, data or settings.
    /// </exception>
    /// <exception cref="InvalidDataException">The file there is no table of a study.</exception>
    /// <exception cref="IOException">The file cannot be read or written, or another run holds it.</exception>
    public static StudyTable Open(string path, string name, string data, string settings)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(settings);
        if (data is null || !StudyFile.IsHash(data))
        {
            throw new ArgumentException($"data is '{data}'; allowed: a SHA-256 as 64 small hexadecimal digits, such as {nameof(MusicRec.Data.Interactions)}.Hash() gives.", nameof(data));
        }

        string code = Environment.GetEnvironmentVariable(StudyEnvironment.CodeVariable) is { } hash && StudyFile.IsHash(hash)
            ? hash
            : throw new InvalidOperationException($"The study '{name}' does not know which code it runs: start it by 'nbrun study <notebook>'. StudyTable.Read shows a table that is there.");
        string full = Path.GetFullPath(path);
        FileStream held = Hold(full);
        try
        {
            StudyFile.Content wanted = new(name, code, data, settings, Complete: false, []);
            bool restart = Environment.GetEnvironmentVariable(StudyEnvironment.RestartVariable) == "1";
            StudyFile.Content content = File.Exists(full) ? Continued(full, StudyFile.Read(full), wanted, restart) : wanted;
            StudyTable table = new(content, full, held);
            table.Write();
            return table;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Reads a table to show it, complete or not.</summary>
    /// <exception cref="InvalidDataException">The file is no table of a study.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StudyTable Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new StudyTable(StudyFile.Read(path), null, null);
    }

    /// <summary>
    /// Does a unit of work and writes what it has brought, or gives what is in the file already. A unit may work on many threads; the units
    /// are done one after the other. What <paramref name="work"/> adds must depend on code, data and settings alone for the file to be
    /// the same wherever it was interrupted; a measured time does not, and should be called measured.
    /// </summary>
    /// <param name="unit">Its name, unlike that of every other unit.</param>
    /// <param name="work">Adds numbers and texts to the row.</param>
    /// <exception cref="InvalidOperationException">The table was opened by <see cref="Read"/> or completed by <see cref="Complete"/>, or the unit is asked for inside another.</exception>
    /// <exception cref="ObjectDisposedException">The table has been closed.</exception>
    public StudyRow Run(string unit, Action<StudyRow> work)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(unit);
        ArgumentNullException.ThrowIfNull(work);
        RequireOpen();
        if (_rows.Find(row => string.Equals(row.Unit, unit, StringComparison.Ordinal)) is StudyRow done)
        {
            return done;
        }

        if (_running is not null)
        {
            throw new InvalidOperationException($"The unit '{unit}' was asked for inside the unit '{_running}'; units are done one after the other.");
        }

        StudyRow row = new(unit);
        _running = unit;
        try
        {
            work(row);
        }
        finally
        {
            _running = null;
        }

        _rows.Add(row);
        IsComplete = false;
        Write();
        return row;
    }

    /// <summary>Says that all units are done, and lets another run open the table: cells of a notebook cannot hold a using declaration.</summary>
    /// <exception cref="InvalidOperationException">The table was opened by <see cref="Read"/>, was completed before, or a unit is running.</exception>
    /// <exception cref="ObjectDisposedException">The table has been closed.</exception>
    public void Complete()
    {
        RequireOpen();
        if (_running is not null)
        {
            throw new InvalidOperationException($"The study '{Name}' was completed inside the unit '{_running}'; call Complete when all units are done.");
        }

        IsComplete = true;
        Write();
        Dispose();
    }

    /// <summary>Lets another run open the table; what was done is still shown, and nothing more can be added.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _lock?.Dispose();
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The table as text.</summary>
    public override string ToString() => ToText();

    /// <summary>Takes the lock beside a table, so that no two runs write it.</summary>
    private static FileStream Hold(string table)
    {
        string path = $"{table}.lock";
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException failure) when (File.Exists(path))
        {
            throw new IOException($"Another run has the table {table} open (its lock is {path}); wait for that run or stop it, then start this one again.", failure);
        }
    }

    private static StudyFile.Content Continued(string path, StudyFile.Content found, StudyFile.Content wanted, bool restart)
    {
        (string What, string Before, string Now)[] parts =
        [
            ("name", found.Study, wanted.Study), ("code", found.Code, wanted.Code), ("data", found.Data, wanted.Data), ("settings", found.Settings, wanted.Settings),
        ];
        (string What, string Before, string Now)[] others = [.. parts.Where(part => !string.Equals(part.Before, part.Now, StringComparison.Ordinal))];
        if (others.Length == 0)
        {
            return found;
        }

        return restart ? wanted : throw new InvalidOperationException(
            $"{path} was made by other {string.Join(" and ", others.Select(part => $"{part.What} ('{part.Before}', now '{part.Now}')"))}, so its {found.Units.Count} units are not continued. "
            + "'nbrun study --restart' starts it anew; to keep the table, go back to what made it.");
    }

    private void RequireOpen()
    {
        if (_path is null)
        {
            throw new InvalidOperationException($"The table of the study '{Name}' was opened to be read; StudyTable.Open continues one.");
        }

        if (_isDisposed && IsComplete)
        {
            throw new InvalidOperationException($"The study '{Name}' has been completed, and another run may hold its table by now; call Complete after the last unit, once.");
        }

        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(StudyTable), $"The table of the study '{Name}' has been closed before it was complete; StudyTable.Open continues it.");
        }
    }

    private void Write() => StudyFile.Write(_path!, new StudyFile.Content(
        Name, Code, Data, Settings, IsComplete,
        [.. _rows.Select(row => new StudyFile.Unit(row.Unit, new(row.Texts, StringComparer.Ordinal), new(row.Numbers, StringComparer.Ordinal)))]));

    private Table ToTable()
    {
        string[] texts = [.. _rows.SelectMany(row => row.Texts.Keys).Distinct(StringComparer.Ordinal)];
        string[] numbers = [.. _rows.SelectMany(row => row.Numbers.Keys).Distinct(StringComparer.Ordinal)];
        return Table.Of(
                _rows,
                [
                    ("unit", row => row.Unit),
                    .. texts.Select(name => (name, (Func<StudyRow, object?>)(row => row.Texts.GetValueOrDefault(name)))),
                    .. numbers.Select(name => (name, (Func<StudyRow, object?>)(row => row.Numbers.TryGetValue(name, out double number) ? number : null))),
                ])
            .Caption($"Study \"{Name}\"")
            .Note(string.Create(
                CultureInfo.InvariantCulture,
                $"Made by 'nbrun study', not by this notebook{(IsComplete ? "" : "; NOT COMPLETE")}: {_rows.Count} units. Settings: {Settings}. Hash of the code {Code.AsSpan(0, 12)}, of the data {Data.AsSpan(0, 12)}."));
    }
}
