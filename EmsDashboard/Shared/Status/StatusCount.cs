namespace EmsDashboard.Shared.Status;

/// <summary>One cell of the <see cref="StatusStrip"/>.</summary>
/// <param name="Kind">Null for a count that is not of a status, as the alarms to acknowledge.</param>
/// <param name="Word">Its localised name.</param>
/// <param name="Count">How many.</param>
/// <param name="Note">A line under the number.</param>
/// <param name="Href">Where the counted things are listed.</param>
/// <param name="Icon">Drawing instead of a status shape.</param>
public sealed record StatusCount(StatusKind? Kind, string Word, int Count, string? Note = null, string? Href = null, string? Icon = null);
