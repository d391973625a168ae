using System.Reflection;
using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Administration;
using EmsDashboard.Features.Quotas.Domain;

namespace EmsDashboard.Tests.Features.Quotas;

/// <summary>What the editor shows of a version, saved untouched, is the same version.</summary>
public sealed class QuotaEditorDraftTests
{
    public static TheoryData<string> Rules => ["monthly", "monthly 13", "quarterly 4 1", "yearly", "yearly 7 31", "custom"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void ToInput_OfAnUntouchedDraft_SaysWhatTheVersionSays(string rule)
    {
        var terms = new QuotaVersionTerms
        {
            Number = 3, ValidFrom = new(2026, 1, 1), IsRetroactive = false, Rule = Rule(rule), Value = 1200.5m, Unit = Unit.MegawattHour,
            Thresholds = ThresholdSet.Parse("actual>=70%:warning:margin=2:checks=3; actual>=1100:critical; forecast>=105.5%:critical").Set!,
            IsProrated = true, CarryOver = new CarryOver(CarryOverMode.Both, -10.25m, 50),
            Distribution = rule.StartsWith("yearly", StringComparison.Ordinal) ? MonthAmounts.Of(1, [.. Enumerable.Repeat(100m, 11), 100.5m]) : null,
        };

        var draft = QuotaEditorDraft.Of(Loaded(terms));
        var again = QuotaRules.Terms(draft.ToInput(), ThresholdSet.Default) with { Number = 3, ValidFrom = terms.ValidFrom };

        Assert.Empty(draft.Problems());
        Assert.Equal(terms.Rule, draft.Rule);
        Assert.Equal(terms, again);
    }

    [Theory]
    [InlineData("-5", "value_below_zero")]
    [InlineData("0", null)]
    [InlineData("30\u202f000.5", null)]
    [InlineData("30 000", null)]
    public void Problems_OfAValue_AreThoseBelowZero(string value, string? problem)
    {
        var draft = new QuotaEditorDraft { Value = value };

        Assert.Equal(problem is null ? [] : [problem], draft.Problems().Select(p => p.Code));
        Assert.Equal(value.Contains("30", StringComparison.Ordinal), draft.ToInput().QuotaValue >= 30_000);
    }

    [Fact]
    public void Problems_OfEveryKindOfFieldThatIsNoNumber_AreNamed()
    {
        var draft = new QuotaEditorDraft
        {
            Value = "much", Period = PeriodKind.Yearly, StartDay = "1.5", CarryOver = CarryOverMode.Both, CarryOverMin = "x",
            Thresholds = { new ThresholdDraft { Level = "80", Checks = "two" } },
        };
        draft.Split(new MonthAmounts(Enumerable.Repeat(1m, 12)));
        draft.Months![11] = "";

        Assert.Equal([QuotaField.QuotaValue, QuotaField.StartDay, QuotaField.Thresholds, QuotaField.CarryOver, QuotaField.Distribution], draft.Problems().Select(p => p.Field));
        Assert.All(draft.Problems(), p => Assert.Equal(QuotaEditorDraft.NotANumber, p.Code));
    }

    [Fact]
    public void Months_ByPercent_FollowTheValue_AndHaveToMakeAWhole()
    {
        var draft = new QuotaEditorDraft { Period = PeriodKind.Yearly, Value = "1000", FiscalStartMonth = 4 };
        draft.SplitByPercent();
        Assert.Equal(100, draft.MonthsTotal);
        // What is left over goes to the first months of the year, which begins in April.
        Assert.Equal(("8.333", "8.334"), (draft.Months![0], draft.Months[3]));

        (draft.Months[0], draft.Months[1]) = ("10", "6.666");
        draft.Value = "2000";
        Assert.True(draft.IsWhole);
        Assert.Equal(200, draft.Amounts![1]);
        Assert.Equal(2000, MonthAmounts.TryParse(draft.ToInput().Distribution!)!.Total);

        draft.Months[0] = "20";
        Assert.Equal(("percentages_not_whole", "110"), draft.Problems().Select(p => (p.Code, p.Detail)).Single());
        draft.Normalise();
        Assert.Empty(draft.Problems());
        draft.Months[5] = "-1";
        Assert.Contains(draft.Problems(), p => p.Code == "month_negative");
        Assert.Null(draft.Amounts);
    }

    [Fact]
    public void Months_OfAFiscalYearThatIsChanged_StayThoseOfTheCalendar()
    {
        var draft = new QuotaEditorDraft { Period = PeriodKind.Yearly, Value = "78", FiscalStartMonth = 4 };
        draft.Split(new MonthAmounts(Enumerable.Range(1, 12).Select(m => (decimal)m)));

        draft.FiscalStartMonth = 10;

        Assert.Equal("1 2 3 4 5 6 7 8 9 10 11 12", draft.ToInput().Distribution);
    }

    /// <summary>All that can be typed or chosen; not whether it is a new quota, the row it was read from, and what a button of its own stores.</summary>
    public static TheoryData<string> Fields => [.. Properties(typeof(QuotaEditorDraft)).Select(p => p.Name).Except([nameof(QuotaEditorDraft.IsNew), nameof(QuotaEditorDraft.Version), nameof(QuotaEditorDraft.IsActive)])];

    public static TheoryData<string> ThresholdFields => [.. Properties(typeof(ThresholdDraft)).Select(p => p.Name)];

    /// <summary>Leaving the page asks whether that may be lost: a field that is not in the text would be lost without a word.</summary>
    [Theory]
    [MemberData(nameof(Fields))]
    public void Written_OfADraftInWhichOneFieldIsAnother_IsAnother(string field)
    {
        var (before, after) = (Split(), Split());

        Change(after, field);

        Assert.Equal(before.Written, Split().Written);
        Assert.NotEqual(before.Written, after.Written);

        static QuotaEditorDraft Split()
        {
            var draft = new QuotaEditorDraft { Period = PeriodKind.Yearly, Value = "12" };
            draft.Split(new MonthAmounts(Enumerable.Repeat(1m, 12)));
            return draft;
        }
    }

    [Theory]
    [MemberData(nameof(ThresholdFields))]
    public void Written_OfADraftInWhichOneThresholdIsAnother_IsAnother(string field)
    {
        var (before, after) = (new QuotaEditorDraft(), new QuotaEditorDraft());

        Change(after.Thresholds[0], field);

        Assert.NotEqual(before.Written, after.Written);
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties().Where(p => p.CanWrite);

    /// <summary>Puts something else into a field, whatever holds it.</summary>
    private static void Change(object draft, string field)
    {
        var property = draft.GetType().GetProperty(field)!;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        property.SetValue(draft, property.GetValue(draft) switch
        {
            bool flag => !flag,
            int number => number + 1,
            string text => text + "x",
            string[] texts => (string[])[.. texts.Select(text => text + "1")],
            List<ThresholdDraft> thresholds => thresholds.Skip(1).ToList(),
            Enum value => Enum.GetValues(type).Cast<Enum>().First(other => !other.Equals(value)),
            null when type == typeof(string) => "x",
            null when type == typeof(DateOnly) => new DateOnly(2026, 1, 1),
            null when type.IsEnum => Enum.GetValues(type).GetValue(0),
            var other => throw new NotSupportedException($"{field}: {other}"),
        });
    }

    private static PeriodRule Rule(string text) => text.Split(' ') switch
    {
        ["monthly"] => PeriodRule.Monthly(),
        ["monthly", var day] => PeriodRule.Monthly(int.Parse(day, System.Globalization.CultureInfo.InvariantCulture)),
        ["quarterly", ..] => PeriodRule.Quarterly(4, 1),
        ["yearly"] => PeriodRule.Yearly(),
        ["yearly", ..] => PeriodRule.Yearly(7, 31),
        _ => PeriodRule.Custom(new PeriodSpan(new(2026, 2, 1), new(2026, 5, 16))),
    };

    private static QuotaTerms Loaded(QuotaVersionTerms terms) => new()
    {
        Id = 1, Code = "Q", Name = "Quota", Scope = QuotaScope.EnergyType, TargetCode = null, TargetName = null, TargetIsGone = false, EnergyType = "electricity", ParentCode = "site", TimeZone = "UTC",
        Latest = new QuotaVersion(terms, "somebody", null, default), ForecastMethod = null, IsActive = true, Note = null, UpdatedAt = default, Version = 7,
    };
}
