namespace EmsDashboard.Shared.Kit;

/// <summary>Line drawings on a 16 × 16 field, 1.5 wide, in the colour of the text around them. Use with <see cref="Icon"/>.</summary>
public static class Glyphs
{
    public const string Overview = """<path d="M2.4 11.6a5.9 5.9 0 1 1 11.2 0"/><path d="M8 9.6l3-3.4"/><path d="M5.2 13.4h5.6"/>""";
    public const string Quotas = """<path d="M2.5 2.5v11h11"/><path d="M5 11.2l2.6-3.4 2.2 1.6 3.4-4.6"/><path d="M4.6 3.6h9" stroke-dasharray="1.6 2"/>""";
    public const string Alarms = """<path d="M3 11.8c.9-.9 1.2-1.7 1.2-3.2V7a3.8 3.8 0 0 1 7.6 0v1.6c0 1.5.3 2.3 1.2 3.2z"/><path d="M6.6 13.9h2.8"/>""";
    public const string History = """<path d="M2.5 3.2h2.8v2.8H2.5zM6.6 3.2h2.8v2.8H6.6zM10.7 3.2h2.8v2.8h-2.8zM2.5 8.6h2.8v2.8H2.5zM6.6 8.6h2.8v2.8H6.6zM10.7 8.6h2.8v2.8h-2.8z"/>""";
    public const string Meters = """<rect x="2.8" y="2.4" width="10.4" height="11.2" rx="1.6"/><path d="M5.4 5.2h5.2v3H5.4zM5.4 11h1.8M9.6 11h1"/>""";
    public const string Edit = """<path d="M2.8 13.2l.7-3 7.2-7.2a1.3 1.3 0 0 1 1.8 0l.5.5a1.3 1.3 0 0 1 0 1.8l-7.2 7.2z"/><path d="M9.4 4.3l2.3 2.3"/>""";
    public const string Groups = """<rect x="5.9" y="2.2" width="4.2" height="3.2" rx=".8"/><rect x="2" y="10.6" width="4.2" height="3.2" rx=".8"/><rect x="9.8" y="10.6" width="4.2" height="3.2" rx=".8"/><path d="M8 5.4V8M4.1 10.6V8h7.8v2.6"/>""";
    public const string Import = """<path d="M8 2.4v7.4M5 7l3 2.9L11 7"/><path d="M2.8 10v3.4h10.4V10"/>""";
    public const string Export = """<path d="M8 9.8V2.4M5 5.2l3-2.9 3 2.9"/><path d="M2.8 10v3.4h10.4V10"/>""";
    public const string Runs = """<path d="M13.2 8a5.2 5.2 0 1 1-1.6-3.8"/><path d="M13.3 2.2v2.7h-2.7"/>""";
    public const string Users = """<circle cx="6" cy="5.4" r="2.4"/><path d="M1.9 13.2a4.1 4.1 0 0 1 8.2 0"/><path d="M10.6 3.2a2.4 2.4 0 0 1 0 4.5M12 9.6a4.1 4.1 0 0 1 2.1 3.6"/>""";
    public const string Jobs = """<path d="M3 3.2h10M3 8h10M3 12.8h10"/><circle cx="5.4" cy="3.2" r="1.3" fill="currentColor"/><circle cx="10.4" cy="8" r="1.3" fill="currentColor"/><circle cx="7" cy="12.8" r="1.3" fill="currentColor"/>""";
    public const string Search = """<circle cx="7" cy="7" r="4.2"/><path d="M10.2 10.2l3.3 3.3"/>""";
    public const string Theme = """<circle cx="8" cy="8" r="2.7"/><path d="M8 1.9v1.3M8 12.8v1.3M1.9 8h1.3M12.8 8h1.3M3.7 3.7l.9.9M11.4 11.4l.9.9M3.7 12.3l.9-.9M11.4 4.6l.9-.9"/>""";
    public const string More = """<path d="M3.4 8h.1M8 8h.1M12.6 8h.1" stroke-width="2.4"/>""";
    public const string SignOut = """<path d="M9.6 2.8H3.2v10.4h6.4"/><path d="M7 8h6.8M11 5.2L13.8 8 11 10.8"/>""";
    public const string Plus = """<path d="M8 3v10M3 8h10"/>""";
    public const string Check = """<path d="M3.3 8.5l3.1 3.1 6.3-6.8"/>""";
    public const string Close = """<path d="M4 4l8 8M12 4l-8 8"/>""";
    public const string Down = """<path d="M4.4 6.4L8 10l3.6-3.6"/>""";
    public const string Right = """<path d="M6.4 4.4L10 8l-3.6 3.6"/>""";
    public const string SortDown = """<path d="M8 3v9.6M4.9 9.6L8 12.7l3.1-3.1"/>""";
    public const string SortUp = """<path d="M8 13V3.4M4.9 6.4L8 3.3l3.1 3.1"/>""";
    public const string Filter = """<path d="M2.4 4.2h11.2M4.6 8h6.8M6.6 11.8h2.8"/>""";
    public const string List = """<path d="M5.6 4h8M5.6 8h8M5.6 12h8M2.5 4h.1M2.5 8h.1M2.5 12h.1"/>""";
    public const string Table = """<rect x="2.4" y="3" width="11.2" height="10" rx="1"/><path d="M2.4 6.4h11.2M2.4 9.7h11.2M6.6 3v10"/>""";
    public const string Comment = """<path d="M2.8 3.2h10.4v7.2H8.6L5.8 13v-2.6h-3z"/>""";
    public const string Clock = """<circle cx="8" cy="8" r="5.7"/><path d="M8 4.8V8l2.3 1.5"/>""";
    public const string Info = """<circle cx="8" cy="8" r="5.7"/><path d="M8 7.4v3.7M8 5v.1"/>""";
    public const string Lock = """<rect x="3.4" y="7" width="9.2" height="6.6" rx="1.2"/><path d="M5.4 7V5.2a2.6 2.6 0 0 1 5.2 0V7"/>""";

    /// <summary>The drawing of an energy type by its code; a plain drop of the same size for a type without one of its own.</summary>
    public static string Energy(string? code) => code switch
    {
        "electricity" => """<path d="M9.2 1.8L3.8 9.1h3.7L6.8 14.2l5.4-7.3H8.5z"/>""",
        "gas" => """<path d="M8.2 1.9c.3 2.6 3.9 4.1 3.9 7.6a4.1 4.1 0 0 1-8.2 0c0-1.9 1.1-3 1.8-4.2.7.6 1 1.3 1.1 2.1.9-1.4 1.4-3.3 1.4-5.5z"/>""",
        "heat" => """<path d="M4.6 13.6c-1.9-2 1.9-3.7 0-5.8s1.6-3.5 0-5.4M8.3 13.6c-1.9-2 1.9-3.7 0-5.8s1.6-3.5 0-5.4M12 13.6c-1.9-2 1.9-3.7 0-5.8s1.6-3.5 0-5.4"/>""",
        "water" => """<path d="M8 2c2.3 2.9 4.1 4.9 4.1 7.4a4.1 4.1 0 0 1-8.2 0C3.9 6.9 5.7 4.9 8 2z"/>""",
        "cooling" => """<path d="M8 1.9v12.2M2.7 5l10.6 6M13.3 5L2.7 11"/><path d="M6.3 3.2L8 4.9l1.7-1.7M6.3 12.8L8 11.1l1.7 1.7"/>""",
        "steam" => """<path d="M3 13.4h10"/><path d="M5 10.8c-1.6-1.9 1.6-3.2 0-5.2M8 10.8c-1.6-2.4 1.6-4.6 0-7.4M11 10.8c-1.6-1.9 1.6-3.2 0-5.2"/>""",
        "compressed_air" => """<path d="M2 6.4h7.2a2.1 2.1 0 1 0-2-2.7M2 9h10a2.1 2.1 0 1 1-2 2.7M2 11.6h4.4"/>""",
        _ => """<circle cx="8" cy="8" r="4.6"/><path d="M8 5.6V8l1.8 1.4"/>""",
    };
}
