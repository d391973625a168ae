using Bunit;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Alarms.Components;
using EmsDashboard.Features.Alarms.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Time.Testing;

namespace EmsDashboard.Tests.Features.Alarms;

public sealed class AlarmViewsTests : BunitTestContext
{
    public AlarmViewsTests() => Services.AddScoped(_ => new ViewerClock(new FakeTimeProvider(AlarmSeed.Noon)));

    [Fact]
    public void Table_ForStaff_SaysWhatHowMuchHowLongAndOffersToAct()
    {
        long acknowledged = 0;
        var table = Render<AlarmTable>(p => p.Add(t => t.Rows, [AlarmRows.Of(1), AlarmRows.Acknowledged(2)]).Add(t => t.CanAct, true)
            .Add(t => t.OnAcknowledge, id => acknowledged = id));

        var rows = table.FindAll("[data-testid=alarm-row]");
        Assert.Contains("Building 1", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Electricity · Dec 2020", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("2\u00A0h 10\u00A0min", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Active", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Li Wei", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("On my way", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Empty(rows[1].QuerySelectorAll(".act button"));
        rows[0].QuerySelector(".act button")!.Click();
        Assert.Equal(1, acknowledged);
    }

    [Theory]
    [InlineData(AlarmReasons.PeriodEnded, "100")]
    [InlineData(AlarmReasons.BelowThreshold, "85")]
    public void Table_OfEndedAlarms_ShowsThePeriodsEndWhereThatClosedThem(string reason, string share)
    {
        var usage = new AlarmUsage
        {
            ActualValue = 1001, ForecastValue = null, ExceedsOn = null, QuotaValue = 1000, Unit = "kWh", UsageRatePct = 100.1m, WarningThresholdPct = 80, AlertThresholdPct = 100,
            Status = QuotaStatus.Exceeded, DataThrough = new(2020, 12, 31), CalculatedAt = AlarmSeed.Noon,
        };
        var row = AlarmRows.Of(1) with { ResolvedAt = AlarmSeed.Noon, ResolveReason = reason, Now = usage };

        var table = Render<AlarmTable>(p => p.Add(t => t.Rows, [row]).Add(t => t.Ended, true));

        Assert.StartsWith(share, table.Find("td.rate").TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_ForAViewer_HasNothingToActWith()
    {
        var table = Render<AlarmTable>(p => p.Add(t => t.Rows, [AlarmRows.Of(1)]));

        Assert.Empty(table.FindAll("input"));
        Assert.Empty(table.FindAll(".act button"));
    }

    [Fact]
    public void Drawer_ForAViewer_ShowsEverythingAndWhoMayAct()
    {
        var moment = new AlarmMoment(1, AlarmSeed.Noon, AlarmTransitionType.Raised, null, null, AlarmSeverity.Warning, 85, 12);
        var drawer = Render<AlarmDrawer>(p => p.Add(d => d.Detail, new AlarmDetail(AlarmRows.Of(1), [moment])).Add(d => d.Description, "says it all"));

        Assert.Contains("says it all", drawer.Markup, StringComparison.Ordinal);
        Assert.Contains("check 12", drawer.Find("[data-testid=alarm-timeline]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(drawer.Find("[data-testid=viewer-hint]"));
        Assert.Empty(drawer.FindAll("[data-testid=do-acknowledge]"));
    }

    [Fact]
    public void Drawer_ForStaff_OffersWhatStillMakesSense()
    {
        var open = Render<AlarmDrawer>(p => p.Add(d => d.Detail, new AlarmDetail(AlarmRows.Of(1), [])).Add(d => d.Description, "").Add(d => d.CanAct, true));
        var known = Render<AlarmDrawer>(p => p.Add(d => d.Detail, new AlarmDetail(AlarmRows.Acknowledged(1), [])).Add(d => d.Description, "").Add(d => d.CanAct, true));

        Assert.Single(open.FindAll("[data-testid=do-acknowledge]"));
        Assert.Empty(known.FindAll("[data-testid=do-acknowledge]"));
        Assert.Single(known.FindAll("[data-testid=do-resolve]"));
    }

    public static TheoryData<string, string> EveryReasonInEveryLanguage => [.. from reason in AlarmReasons.All from language in (string[])["en", "zh-CN"] select (reason, language)];

    [Theory]
    [MemberData(nameof(EveryReasonInEveryLanguage))]
    public void Drawer_EndedByTheSystem_SaysWhyInHeadAndTimeline(string reason, string language)
    {
        Speak(language);
        var cleared = AlarmRows.Of(1) with { ClearedAt = AlarmSeed.Noon, ClearReason = reason };
        var closed = AlarmRows.Of(1) with { ResolvedAt = AlarmSeed.Noon, ResolveReason = reason };
        foreach (var (alarm, type) in ((AlarmRow, AlarmTransitionType)[])[(cleared, AlarmTransitionType.Cleared), (closed, AlarmTransitionType.PeriodClosed)])
        {
            var moment = new AlarmMoment(1, AlarmSeed.Noon, type, null, reason, AlarmSeverity.Warning, 78, 12);
            var drawer = Render<AlarmDrawer>(p => p.Add(d => d.Detail, new AlarmDetail(alarm, [moment])).Add(d => d.Description, ""));

            var words = AlarmSentence.Because(reason, Services.GetRequiredService<IStringLocalizer<AlarmDeskText>>());
            Assert.DoesNotContain(reason, words, StringComparison.Ordinal);
            Assert.Contains(words, drawer.Find("[data-testid=alarm-ended]").TextContent, StringComparison.Ordinal);
            Assert.Contains(words, drawer.Find("[data-testid=alarm-timeline]").TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain(reason, drawer.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Drawer_ClearedAndThenClosed_TellsBoth_AndWhoResolved_IsQuoted()
    {
        var both = AlarmRows.Of(1) with
        {
            ClearedAt = AlarmSeed.Noon.AddHours(-1),
            ClearReason = AlarmReasons.BelowThreshold,
            ResolvedAt = AlarmSeed.Noon,
            ResolveReason = AlarmReasons.QuotaDeactivated,
        };
        var byHand = AlarmRows.Of(1) with { ResolvedAt = AlarmSeed.Noon, ResolvedBy = "Li Wei", ResolveReason = "Valve changed" };

        Assert.Equal(["Cleared 11:00: it fell below the warning threshold.", "Closed 12:00: the quota was deactivated."], Endings(both));
        Assert.Equal(["Li Wei resolved it 12:00: “Valve changed”"], Endings(byHand));
        Assert.Empty(Endings(AlarmRows.Acknowledged(1)));

        IEnumerable<string> Endings(AlarmRow alarm) => Render<AlarmDrawer>(p => p.Add(d => d.Detail, new AlarmDetail(alarm, [])).Add(d => d.Description, ""))
            .FindAll("[data-testid=alarm-ended]").Select(e => e.TextContent);
    }

    [Fact]
    public void Forecast_HasAShapeOfItsOwn_AndSpeaksOfWhatWillBe()
    {
        var forecast = AlarmRows.Of(1) with
        {
            Kind = AlarmKind.Forecast,
            Severity = AlarmSeverity.Critical,
            Value = 1_120,
            Threshold = 1_100,
            UsageRatePct = 112,
            Now = new AlarmUsage
            {
                ActualValue = 300, ForecastValue = 1_150, ExceedsOn = new(2026, 1, 28), QuotaValue = 1_000, Unit = "kWh", UsageRatePct = 30, WarningThresholdPct = 80, AlertThresholdPct = 100,
                Status = QuotaStatus.Normal, DataThrough = new DateOnly(2020, 12, 14), CalculatedAt = AlarmSeed.Noon,
            },
        };
        var texts = Services.GetRequiredService<IStringLocalizer<AlarmDeskText>>();

        var says = AlarmSentence.Of(new AlarmDetail(forecast, []), texts, Services.GetRequiredService<ViewerClock>());
        Assert.Contains("1\u202F120", says, StringComparison.Ordinal);
        Assert.Contains("expected by the end of Dec 2020", says, StringComparison.Ordinal);
        var drawer = Render<AlarmDrawer>(p => p.Add(d => d.Detail, new AlarmDetail(forecast, [])).Add(d => d.Description, says));
        Assert.Contains("Will exceed", drawer.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("1\u202F150", drawer.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Equal("30.0%", Render<AlarmRate>(p => p.Add(r => r.Row, forecast)).Find("span").TextContent);
        Assert.Equal("Building 1 (forecast)", AlarmTitle.InLists(AlarmKind.Forecast, forecast.QuotaName, new("en")));
        Assert.Equal("月度配额预警: Building 1", AlarmTitle.Of(AlarmKind.Month, forecast.QuotaName, new("zh-CN")));
    }

    [Fact]
    public void ActForm_DialogHandsBackWhatWasTypedALetterAgo_KeepsTheLetter()
    {
        var form = Render<AlarmActForm>(p => p.Add(f => f.Act, AlarmAct.Acknowledge).Add(f => f.Alarms, []).Add(f => f.Count, 1));

        form.Find("textarea").Input("Fa");
        form.Render(p => p.Add(f => f.Text, "F"));

        Assert.Equal("Fa", form.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void ActForm_ManyAlarms_NamesAFewAndCountsTheRest()
    {
        var form = Render<AlarmActForm>(p => p.Add(f => f.Act, AlarmAct.Acknowledge)
            .Add(f => f.Alarms, [.. Enumerable.Range(1, 8).Select(i => AlarmRows.Of(i))]).Add(f => f.Count, 13).Add(f => f.Text, "kept"));

        Assert.Equal(5, form.FindAll("dt").Count);
        Assert.Contains("and 8 more", form.Markup, StringComparison.Ordinal);
        Assert.Equal("kept", form.Find("textarea").GetAttribute("value"));
    }

    [Theory]
    [InlineData(AlarmSeverity.Warning, "预警：截至最近一次变化（09:30），2020年12月用量 850")]
    [InlineData(AlarmSeverity.Critical, "已超额：截至最近一次变化（09:30），2020年12月用量 850")]
    public void Sentence_InChinese_NamesTheLevelAndWhenItsFiguresWereTrue(AlarmSeverity severity, string begins)
    {
        Speak("zh-CN");
        var texts = Services.GetRequiredService<IStringLocalizer<AlarmDeskText>>();
        AlarmMoment[] timeline =
        [
            new(3, AlarmSeed.Noon, AlarmTransitionType.Commented, "Li Wei", "Seen", severity, 85, null),
            new(2, AlarmSeed.Noon.AddHours(-2.5), AlarmTransitionType.Escalated, null, null, severity, 85, 12),
            new(1, AlarmSeed.Noon.AddDays(-3), AlarmTransitionType.Raised, null, null, AlarmSeverity.Warning, 80, 11),
        ];

        var sentence = AlarmSentence.Of(new AlarmDetail(AlarmRows.Of(1) with { Severity = severity }, timeline), texts, Services.GetRequiredService<ViewerClock>());

        Assert.StartsWith(begins, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void BulkBar_MoreThanOneSelectionHolds_SaysHowManyItTakes()
    {
        var before = Render<AlarmBulkBar>(p => p.Add(b => b.Count, 2).Add(b => b.Total, 10_015).Add(b => b.Tab, AlarmTab.Open));
        var after = Render<AlarmBulkBar>(p => p.Add(b => b.Count, 10_000).Add(b => b.Total, 10_015).Add(b => b.Tab, AlarmTab.Open).Add(b => b.IsWholeFilter, true));

        Assert.Contains("Select the first 10\u202F000 of 10\u202F015", before.Find("[data-testid=select-all]").TextContent, StringComparison.Ordinal);
        Assert.Contains("The first 10\u202F000 of 10\u202F015 selected.", after.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AlarmTab.Open, null, 1, null, "/alarms?tab=open")]
    [InlineData(AlarmTab.ToAcknowledge, "a b&c", 3, 7L, "/alarms?tab=toacknowledge&search=a%20b%26c&page=3&alarm=7")]
    public void Links_FilterPageAndAlarm_AreInTheAddress(AlarmTab tab, string? search, int page, long? alarm, string expected) =>
        Assert.Equal(expected, AlarmLinks.Desk(new AlarmFilter(tab, Search: search), page, alarm));

    [Fact]
    public void Faster_APerson_IsNamedWithWhenAndWhatTheyWrote()
    {
        var cleared = AlarmRows.Acknowledged(1) with { ClearedAt = AlarmSeed.Noon, ClearReason = AlarmReasons.BelowThreshold };
        var clearedBefore = cleared with { ClearedAt = AlarmSeed.Noon.AddHours(-1) };
        var resolved = AlarmRows.Acknowledged(1) with { ResolvedAt = AlarmSeed.Noon, ResolvedBy = "Ada", ResolveReason = "Agreed" };

        Assert.Equal("Li Wei was faster / Li Wei acknowledged Building 1 (11:55): On my way", Told(AlarmAct.Acknowledge, AlarmRows.Acknowledged(1)));
        Assert.Equal("Li Wei was faster / Li Wei acknowledged Building 1 (11:55): On my way", Told(AlarmAct.Acknowledge, cleared));
        Assert.Equal("Li Wei was faster / Li Wei acknowledged Building 1 (11:55): On my way", Told(AlarmAct.Resolve, clearedBefore));
        Assert.Equal("Ada was faster / Ada resolved Building 1 (12:00): Agreed", Told(AlarmAct.Resolve, resolved));
    }

    [Fact]
    public void Faster_TheSystem_BlamesNobodyAndSaysWhyInWords()
    {
        var cleared = AlarmRows.Acknowledged(1) with { ClearedAt = AlarmSeed.Noon, ClearReason = AlarmReasons.BelowThreshold };
        var closed = AlarmRows.Of(1) with { ResolvedAt = AlarmSeed.Noon, ResolveReason = AlarmReasons.QuotaDeactivated };

        Assert.Equal("The alarm has already ended / The system cleared Building 1 (12:00): it fell below the warning threshold.", Told(AlarmAct.Resolve, cleared));
        Assert.Equal("The alarm has already ended / The system closed Building 1 (12:00): the quota was deactivated.", Told(AlarmAct.Acknowledge, closed));
    }

    [Fact]
    public void Faster_WhatTheSystemChangedOnly_AsksToLookAgain()
    {
        var lowered = new AlarmLastChange(1, AlarmTransitionType.Lowered, null, AlarmSeed.Noon.AddMinutes(-5), null);
        var escalated = lowered with { Type = AlarmTransitionType.Escalated };

        Assert.Equal("The alarm has changed / Building 1 has changed since (11:55); look at it again.", Told(AlarmAct.Acknowledge, AlarmRows.Of(1), lowered));
        Assert.EndsWith("Building 1 has become critical since; look at it again.", Told(AlarmAct.Shelve, AlarmRows.Of(1) with { Severity = AlarmSeverity.Critical }, escalated), StringComparison.Ordinal);
        Assert.Equal("Ada was faster / Ada shelved Building 1 (11:55): later",
            Told(AlarmAct.Shelve, AlarmRows.Of(1), lowered with { Type = AlarmTransitionType.Shelved, Person = "Ada", Words = "later" }));
    }

    private string Told(AlarmAct act, AlarmRow alarm, AlarmLastChange? last = null)
    {
        var texts = Services.GetRequiredService<IStringLocalizer<AlarmDeskText>>();
        var faster = AlarmFaster.Of(act, alarm, texts, Services.GetRequiredService<ViewerClock>(), last);
        var told = Render<AlarmFasterList>(p => p.Add(l => l.All, [faster]));
        return $"{AlarmFaster.Title([faster], texts)} / {string.Join(' ', told.FindAll("[data-testid=faster] > :not(:last-child)").Select(e => e.TextContent))}";
    }

    [Fact]
    public void Faster_SeveralEndedByTheSystem_BlamesNobody()
    {
        var texts = Services.GetRequiredService<IStringLocalizer<AlarmDeskText>>();
        AlarmFaster system = new(null, "", null), person = new("Li Wei", "", "");

        Assert.Equal("These alarms have already ended", AlarmFaster.Title([system, system], texts));
        Assert.Equal("Somebody was faster", AlarmFaster.Title([system, person], texts));
    }

    [Fact]
    public void BulkBar_SomeAcknowledgedAlready_SaysSoAndOffersOnlyWhatIsLeft()
    {
        var some = Bar(3, acknowledged: 2);
        var all = Bar(2, acknowledged: 2);

        Assert.Equal("2 acknowledged already.", some.Find("[data-testid=known]").TextContent);
        Assert.False(some.Find("[data-testid=bulk-acknowledge]").HasAttribute("disabled"));
        Assert.True(all.Find("[data-testid=bulk-acknowledge]").HasAttribute("disabled"));
        Assert.Empty(Bar(2, acknowledged: 0).FindAll("[data-testid=known]"));

        IRenderedComponent<AlarmBulkBar> Bar(int count, int acknowledged) => Render<AlarmBulkBar>(p =>
            p.Add(b => b.Count, count).Add(b => b.Acknowledged, acknowledged).Add(b => b.Total, 9).Add(b => b.Tab, AlarmTab.Open));
    }

    [Theory]
    [InlineData("en", "Building 1")]
    [InlineData("zh-CN", "配额预警: Building 1")]
    public void Name_InEveryList_IsTheOriginalsTitleInChineseAndTheQuotaInEnglish(string language, string name)
    {
        Speak(language);

        Assert.Equal(name, Render<AlarmTable>(p => p.Add(t => t.Rows, [AlarmRows.Of(1)])).Find(".name").TextContent);
        Assert.Equal(name, Render<AlarmShortList>(p => p.Add(l => l.Alarms, [AlarmRows.Of(1)]).Add(l => l.Empty, "").Add(l => l.Clock, Services.GetRequiredService<ViewerClock>())).Find(".name").TextContent);
        Assert.Equal(name, Render<AlarmActForm>(p => p.Add(f => f.Act, AlarmAct.Acknowledge).Add(f => f.Alarms, [AlarmRows.Of(1)]).Add(f => f.Count, 1)).Find("dt").TextContent);
    }
}
