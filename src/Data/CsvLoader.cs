using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace MusicRec.Data;

/// <summary>One pass over a file: CsvHelper's parser cuts it into fields while a second thread turns the fields into values.</summary>
internal sealed class CsvLoader : IDisposable
{
    private readonly string source;
    private readonly CsvOptions options;
    private readonly CsvTextReader reader;
    private readonly CsvParser parser;
    private long charactersBefore;
    private int field;
    private string[] names = [];

    /// <param name="file">The file, able to seek; closed with the loader.</param>
    /// <param name="source">The file's name for messages.</param>
    /// <param name="options">How to read.</param>
    /// <param name="bufferSize">Characters read at once; the result does not depend on it.</param>
    public CsvLoader(Stream file, string source, CsvOptions options, int bufferSize = 1 << 16)
    {
        this.source = source;
        this.options = options;
        reader = new CsvTextReader(file, source, options);
        parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = options.Separator.ToString(),
            Mode = options.Quoting ? CsvMode.RFC4180 : CsvMode.NoEscape,
            BufferSize = bufferSize,
            MaxFieldSize = options.MaximumFieldLength,
            BadDataFound = RefuseBadQuoting,
        });
    }

    /// <summary>
    /// Reads everything; columns in <paramref name="asText"/> are text whatever they hold. Null when other columns turned out to
    /// be text too late: they are added to <paramref name="asText"/>, and the file has to be read again.
    /// </summary>
    /// <param name="asText">Places of columns, from 0.</param>
    /// <param name="threads">1, or more for parsing and converting at the same time.</param>
    public Frame? Load(HashSet<int> asText, int threads)
    {
        CsvBatch? first = ReadHeader();
        ColumnBuilder[] builders = MakeBuilders(asText);
        int rows = 0;
        CsvBatch now = new(names.Length, Math.Clamp(65536 / Math.Max(1, names.Length), 1, 8192));
        CsvBatch next = new(names.Length, now.Capacity);
        if (first is not null)
        {
            rows += Convert(first, builders);
        }

        Fill(now);
        while (now.Rows > 0 || now.Error is not null)
        {
            CsvBatch target = next;
            bool hasMore = now.Error is null && now.Rows == now.Capacity;
            target.Clear();
            Task? parsing = hasMore && threads > 1 ? Task.Run(() => Fill(target)) : null;
            try
            {
                rows = checked(rows + Convert(now, builders));
            }
            finally
            {
                parsing?.GetAwaiter().GetResult();
            }

            if (now.Error is not null)
            {
                throw now.Error;
            }

            if (hasMore && parsing is null)
            {
                Fill(target);
            }

            (now, next) = (target, now);
        }

        int[] again = [.. Enumerable.Range(0, builders.Length).Where(column => builders[column].MustBeReadAgain)];
        asText.UnionWith(again);
        return again.Length > 0 ? null : Assemble(builders, rows);
    }

    public void Dispose()
    {
        parser.Dispose();
        reader.Dispose();
    }

    /// <summary>Reads the names of the columns; without a header the first record is data, which is given back.</summary>
    private CsvBatch? ReadHeader()
    {
        if (!ReadRecord())
        {
            if (options.HasHeader)
            {
                throw new CsvException(source, 1, "the file is empty; a header with the columns' names was expected.");
            }

            names = [.. options.Columns.Select(column => column.Name)];
            return null;
        }

        if (parser.Count > options.MaximumColumns)
        {
            throw new CsvException(source, parser.RawRow, $"there are {parser.Count} columns; at most {options.MaximumColumns} are allowed (MaximumColumns).");
        }

        string[] fields = new string[parser.Count];
        for (field = 0; field < fields.Length; field++)
        {
            fields[field] = parser[field];
        }

        if (options.HasHeader)
        {
            CsvHeader.Check(fields, source, CsvBatch.FirstLine(parser));
            names = fields;
            return null;
        }

        names = CsvHeader.Make(fields.Length, options, source);
        CsvBatch batch = new(names.Length, 1);
        for (int column = 0; column < fields.Length; column++)
        {
            batch.Fields[column][0] = fields[column];
        }

        batch.CloseRow(parser.RawRow);
        return batch;
    }

    private ColumnBuilder[] MakeBuilders(HashSet<int> asText)
    {
        Dictionary<string, CsvColumn> declared = options.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        ColumnBuilder[] builders = new ColumnBuilder[names.Length];
        for (int place = 0; place < names.Length; place++)
        {
            builders[place] = declared.Remove(names[place], out CsvColumn? column) ? ColumnBuilder.Declared(column, options)
                : options.DeclaredOnly ? new SkippingBuilder(options)
                : asText.Contains(place) ? new TextBuilder(options)
                : new InferringBuilder(options);
        }

        if (declared.Count > 0)
        {
            string absent = options.Columns.First(column => declared.ContainsKey(column.Name)).Name;
            throw new CsvException(source, 1, $"column {CsvException.Quote(absent)} is declared but not there. Columns there: {string.Join(", ", names.Take(100).Select(CsvException.Quote))}.");
        }

        return builders;
    }

    private int Convert(CsvBatch batch, ColumnBuilder[] builders)
    {
        int badRow = int.MaxValue, badColumn = -1;
        for (int column = 0; column < builders.Length; column++)
        {
            int row = builders[column].Append(batch.Column(column));
            if (row >= 0 && row < badRow)
            {
                (badRow, badColumn) = (row, column);
            }
        }

        if (badColumn >= 0)
        {
            string text = batch.Column(badColumn)[badRow];
            string what = text.Length == 0 ? "there is no value" : $"{CsvException.Quote(text)} cannot be taken";
            throw new CsvException(source, batch.FirstLine(badRow), $"{what}; allowed: {builders[badColumn].Allowed}.", names[badColumn], badColumn + 1);
        }

        return batch.Rows;
    }

    private void Fill(CsvBatch batch)
    {
        batch.Clear();
        try
        {
            int columns = batch.Columns, capacity = batch.Capacity;
            string[][] fields = batch.Fields;
            while (batch.Rows < capacity && ReadRecord())
            {
                if (parser.Count != columns)
                {
                    string what = parser.Count < columns ? "short" : "long";
                    throw new CsvException(source, CsvBatch.FirstLine(parser), $"the record is too {what}: it has {parser.Count} fields, the header {columns}.");
                }

                int row = batch.Rows;
                for (field = 0; field < columns; field++)
                {
                    fields[field][row] = parser[field];
                }

                batch.CloseRow(parser.RawRow);
            }
        }
        catch (CsvException error)
        {
            batch.Error = error;
        }
    }

    private bool ReadRecord()
    {
        reader.RecordStart = parser.CharCount;
        charactersBefore = parser.CharCount;
        try
        {
            if (!parser.Read())
            {
                return false;
            }
        }
        catch (MaxFieldSizeException error)
        {
            throw new CsvException(source, parser.RawRow, $"a field is longer than {options.MaximumFieldLength} characters, the most that is allowed (MaximumFieldLength); a closing quotation mark may be missing.", inner: error);
        }

        if (parser.CharCount - charactersBefore > options.MaximumRecordLength)
        {
            throw reader.TooLong(parser.RawRow);
        }

        return true;
    }

    private void RefuseBadQuoting(BadDataFoundArgs found)
    {
        // A quotation mark inside a field that does not begin with one is an ordinary character.
        if (found.Field.StartsWith('"'))
        {
            long line = parser.RawRow - CsvBatch.LineBreaks(found.Field);
            string? name = field < names.Length ? names[field] : null;
            throw new CsvException(source, line, $"the field {CsvException.Quote(found.Field)} begins with a quotation mark but is not closed by one right before a separator or a line break; a mark inside is written twice.", name ?? "header", field + 1);
        }
    }

    private Frame Assemble(ColumnBuilder[] builders, int rows)
    {
        string[] kept = options.DeclaredOnly ? [.. options.Columns.Select(column => column.Name)] : names;
        return new Frame(kept, Array.ConvertAll(kept, name => builders[Array.IndexOf(names, name)].Build()), rows);
    }
}
