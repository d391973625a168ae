using System.Globalization;
using EmsDashboard.Features.Energy.Import;

namespace EmsDashboard.Features.Energy.CommandLine;

/// <summary>One line on the terminal's error stream that is written over, and gone at the end.</summary>
internal sealed class TerminalProgress : IProgress<ImportProgress>, IDisposable
{
    private int _width;

    public void Report(ImportProgress value)
    {
        var share = value.TotalBytes is > 0 and var total ? string.Create(CultureInfo.InvariantCulture, $" {value.BytesRead * 100 / total} %") : "";
        Write(value.Phase switch
        {
            ImportPhase.Reading => string.Create(CultureInfo.InvariantCulture, $"Reading{share}, {value.RowsRead:N0} rows, {value.RejectedTotal:N0} refused"),
            ImportPhase.Storing => string.Create(CultureInfo.InvariantCulture, $"Storing {value.RowsRead:N0} rows"),
            _ => "",
        });
    }

    public void Dispose() => Write("");

    private void Write(string line)
    {
        Console.Error.Write("\r" + line.PadRight(_width) + (line.Length == 0 ? "\r" : ""));
        _width = line.Length;
    }
}
