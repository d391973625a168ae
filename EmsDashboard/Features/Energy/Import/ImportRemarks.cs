namespace EmsDashboard.Features.Energy.Import;

/// <summary>Collects remarks: counts all, keeps the first thousand.</summary>
internal sealed class ImportRemarks
{
    public const int Kept = 1000;

    private readonly List<ImportRemark> _rejected = [];
    private readonly List<ImportRemark> _notes = [];

    public int RejectedTotal { get; private set; }
    public int NotesTotal { get; private set; }
    public IReadOnlyList<ImportRemark> Rejected => _rejected;
    public IReadOnlyList<ImportRemark> Notes => _notes;

    public void Reject(ImportRemark remark)
    {
        RejectedTotal++;
        if (_rejected.Count < Kept) _rejected.Add(remark);
    }

    public void Note(ImportRemark remark)
    {
        NotesTotal++;
        if (_notes.Count < Kept) _notes.Add(remark);
    }
}
