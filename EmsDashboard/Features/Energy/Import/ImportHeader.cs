using EmsDashboard.Shared;
using EmsDashboard.Shared.Csv;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>Finds a kind's columns in a header line by name, in any order, whatever their case.</summary>
internal static class ImportHeader
{
    /// <summary>Field of the file for each column of the kind, -1 where an optional one is missing; null after an objection.</summary>
    public static int[]? Map(CsvReader reader, string file, IReadOnlyList<ImportColumn> columns, ImportRemarks remarks)
    {
        var fields = new int[columns.Count];
        Array.Fill(fields, -1);
        List<string> unknown = [];
        var sound = true;
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var name = reader[i].Trim(" \t").ToString();
            var column = columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (column is null)
            {
                unknown.Add(name);
            }
            else if (fields[column.Ordinal] >= 0)
            {
                Reject(column.Name, "duplicate_column");
                sound = false;
            }
            else
            {
                fields[column.Ordinal] = i;
            }
        }

        var missing = columns.Where(c => c.Required && fields[c.Ordinal] < 0).Select(c => c.Name).ToList();
        if (missing.Count > 0)
        {
            var required = string.Join(", ", columns.Where(c => c.Required).Select(c => c.Name));
            var delimiter = OtherDelimiter(reader, columns);
            if (delimiter is { } found) Reject(null, found == '\t' ? "tab_file" : "semicolon_file");
            else if (missing.Count == columns.Count(c => c.Required)) Reject(null, "no_header", required);
            else Reject(null, "missing_columns", string.Join(", ", missing));
            return null;
        }

        foreach (var name in unknown) remarks.Note(new ImportRemark(file, reader.Line, PlainText.Show(name), null, new ImportReason("unknown_column")));
        return sound ? fields : null;

        void Reject(string? column, string code, params object[] facts) =>
            remarks.Reject(new ImportRemark(file, reader.Line, column, null, new ImportReason(code, facts)));
    }

    private static char? OtherDelimiter(CsvReader reader, IReadOnlyList<ImportColumn> columns)
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            foreach (var delimiter in ";\t")
            {
                var names = reader[i].ToString().Split(delimiter, StringSplitOptions.TrimEntries);
                if (names.Length > 1 && names.Any(n => columns.Any(c => c.Name.Equals(n, StringComparison.OrdinalIgnoreCase)))) return delimiter;
            }
        }

        return null;
    }
}
