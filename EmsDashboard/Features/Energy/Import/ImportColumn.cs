namespace EmsDashboard.Features.Energy.Import;

/// <summary>A column a kind of file may have.</summary>
/// <param name="Ordinal">Place in the kind's list of columns.</param>
/// <param name="Required">Without it the file is refused.</param>
internal sealed record ImportColumn(string Name, int Ordinal, bool Required)
{
    /// <summary>Lists columns in order; a name that ends in <c>?</c> is optional.</summary>
    public static IReadOnlyList<ImportColumn> List(params ReadOnlySpan<string> names)
    {
        var columns = new ImportColumn[names.Length];
        for (var i = 0; i < names.Length; i++) columns[i] = new ImportColumn(names[i].TrimEnd('?'), i, !names[i].EndsWith('?'));
        return columns;
    }
}
