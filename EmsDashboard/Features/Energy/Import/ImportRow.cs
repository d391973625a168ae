using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Shared;
using EmsDashboard.Shared.Csv;
using EmsDashboard.Shared.Time;

namespace EmsDashboard.Features.Energy.Import;

/// <summary>
/// The current record seen by column name. Every typed reader trims blanks and tabs, and where the cell does not hold what is asked
/// for it rejects the row and returns null; a row that <see cref="IsRejected"/> is not to be stored.
/// </summary>
internal sealed class ImportRow(ImportRemarks remarks)
{
    private CsvReader _reader = null!;
    private int[] _fields = [];

    public string File { get; private set; } = "";
    public int FileIndex { get; private set; }
    public int Line => _reader.Line;
    public bool IsRejected { get; private set; }

    public void Open(string file, int fileIndex, CsvReader reader, int[] fields)
    {
        File = file;
        FileIndex = fileIndex;
        _reader = reader;
        _fields = fields;
    }

    public void Next() => IsRejected = false;

    public bool Has(ImportColumn column) => _fields[column.Ordinal] >= 0;

    /// <summary>The cell without blanks around it; empty where the file lacks the column.</summary>
    public ReadOnlySpan<char> Cell(ImportColumn column) => Has(column) ? _reader[_fields[column.Ordinal]].Trim(" \t") : default;

    public void Reject(ImportColumn? column, string code, params object[] facts) => Reject(column, new ImportReason(code, facts));

    public void Reject(ImportColumn? column, ImportReason reason)
    {
        IsRejected = true;
        remarks.Reject(Remark(column, reason));
    }

    public void Note(ImportColumn? column, string code, params object[] facts) => remarks.Note(Remark(column, new ImportReason(code, facts)));

    /// <summary>A text of at most <paramref name="maxLength"/> characters without control characters.</summary>
    public string? Text(ImportColumn column, int maxLength)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
        {
            Reject(column, "required");
            return null;
        }

        return OptionalText(column, maxLength);
    }

    /// <summary>As <see cref="Text"/>, but an empty cell is null and no objection.</summary>
    /// <param name="withLineEnds">Whether the text may have several lines.</param>
    public string? OptionalText(ImportColumn column, int maxLength, bool withLineEnds = false)
    {
        var cell = Cell(column);
        if (cell.IsEmpty) return null;
        var text = CellGuard.Restore(cell.ToString());
        if (text.Length > maxLength) Reject(column, "too_long", maxLength);
        else if (text.Any(c => char.IsControl(c) && !(withLineEnds && c is '\n' or '\r'))) Reject(column, "control_character");
        else return text;
        return null;
    }

    /// <summary>A number with at most <paramref name="maxDecimals"/> decimals and less than 10^<paramref name="maxDigits"/>.</summary>
    public decimal? Number(ImportColumn column, int maxDecimals, int maxDigits = 15)
    {
        var cell = Cell(column);
        if (cell.IsEmpty) Reject(column, "required");
        else if (!PlainText.TryReadDecimal(cell, out var number, out var decimals) && decimals <= maxDecimals) Reject(column, "not_a_number");
        else if (decimals > maxDecimals) Reject(column, "too_many_decimals", maxDecimals);
        else if (Math.Abs(number) >= Power(maxDigits)) Reject(column, "out_of_range", maxDigits);
        else return number;
        return null;
    }

    public DateOnly? Date(ImportColumn column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty) Reject(column, "required");
        else if (!PlainText.TryReadDate(cell, out var date)) Reject(column, "not_a_date");
        else return date;
        return null;
    }

    public bool? Flag(ImportColumn column)
    {
        switch (Cell(column))
        {
            case "true":
                return true;
            case "false":
                return false;
            default:
                Reject(column, "not_a_flag");
                return null;
        }
    }

    public EnergyType? EnergyType(ImportColumn column)
    {
        var type = Domain.EnergyType.Find(Cell(column).ToString());
        if (type is null) Reject(column, "unknown_energy_type", string.Join(", ", Domain.EnergyType.All));
        return type;
    }

    /// <summary>A known unit; when a type is given, one its amounts can be in.</summary>
    public Unit? Unit(ImportColumn column, EnergyType? type)
    {
        var unit = Domain.Unit.Find(Cell(column).ToString());
        if (unit is null) Reject(column, "unknown_unit", string.Join(", ", Domain.Unit.All));
        else if (type is not null && unit.Dimension != type.CanonicalUnit.Dimension) Reject(column, "unit_of_other_dimension", unit.Symbol, type.Code);
        else return unit;
        return null;
    }

    public string? TimeZone(ImportColumn column)
    {
        var id = Cell(column).ToString();
        if (IanaZones.IsKnown(id)) return id;
        Reject(column, "unknown_time_zone");
        return null;
    }

    private ImportRemark Remark(ImportColumn? column, ImportReason reason) => new(
        File, Line, column?.Name, column is null || !Has(column) ? null : PlainText.Show(Cell(column)), reason);

    private static decimal Power(int digits)
    {
        var power = 1m;
        for (var i = 0; i < digits; i++) power *= 10;
        return power;
    }
}
