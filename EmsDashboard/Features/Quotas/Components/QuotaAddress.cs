using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;

namespace EmsDashboard.Features.Quotas.Components;

/// <summary>Filters in the query string. What the address bar holds was typed by somebody: an unknown value filters nothing and breaks nothing.</summary>
public static class QuotaAddress
{
    public const string Energy = "energy";
    public const string Group = "group";
    public const string Status = "status";
    public const string Period = "period";
    public const string Search = "search";
    public const string Sort = "sort";
    public const string Page = "page";

    /// <summary>Value of <see cref="Status"/> for every standing that speaks of the data.</summary>
    public const string DataMissing = "data_missing";

    public static QuotaFilter Read(string? energy, string? group, string? status, string? period, string? search) => new()
    {
        EnergyType = energy is null ? null : KnownType(energy),
        GroupCode = string.IsNullOrEmpty(group) ? null : group,
        Standing = Parse<QuotaStanding>(status),
        DataMissing = status == DataMissing,
        Period = Parse<PeriodKind>(period),
        Search = string.IsNullOrWhiteSpace(search) ? null : search,
    };

    /// <summary>The filter as parameters; null takes one away. The page number goes with every other selection.</summary>
    public static Dictionary<string, object?> Write(QuotaFilter filter) => new()
    {
        [Energy] = filter.EnergyType,
        [Group] = filter.GroupCode,
        [Status] = filter.DataMissing ? DataMissing : Text(filter.Standing),
        [Period] = Text(filter.Period),
        [Search] = filter.Search,
        [Page] = null,
    };

    /// <summary>"-rate" is by rate, the highest first; nothing is by urgency.</summary>
    public static (QuotaSort Sort, bool Descending) ReadSort(string? sort)
    {
        var descending = sort?.StartsWith('-') == true;
        return Parse<QuotaSort>(descending ? sort![1..] : sort) is { } by ? (by, descending) : (QuotaSort.Urgency, false);
    }

    public static string? WriteSort(QuotaSort sort, bool descending) =>
        sort == QuotaSort.Urgency && !descending ? null : $"{(descending ? "-" : null)}{SnakeCaseEnum.ToText(sort)}";

    public static string? Text<TEnum>(TEnum? value) where TEnum : struct, Enum => value is { } v ? SnakeCaseEnum.ToText(v) : null;

    public static TEnum? Parse<TEnum>(string? text) where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
            if (SnakeCaseEnum.ToText(value) == text) return value;
        return null;
    }

    private static string? KnownType(string code) => Features.Energy.Domain.EnergyType.Find(code)?.Code;
}
