using System.Diagnostics;
using System.Globalization;
using EmsDashboard.Features.Alarms;
using EmsDashboard.Features.Quotas;
using EmsDashboard.Features.Quotas.Domain;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EmsDashboard.Benchmarks.Scale;

/// <summary>The check on a made-up estate: all of it, after a change of one device in a hundred, with nothing to do; and the loop it replaced.</summary>
internal static class ScaleBenchmark
{
    private const int Rounds = 11, WarmUp = 6, LoopSample = 100;

    public static async Task<int> RunAsync(ScaleSize size, bool withLoop, bool isKept)
    {
        Console.WriteLine(size);
        await using var database = await BenchmarkDatabase.CreateAsync(isKept);
        var estate = new ScaleEstate(database, size);
        var made = await TimeAsync(estate.MakeAsync);
        Say("estate made (rows through staging and upsert)", made);
        var time = new BenchmarkTime();
        var checker = Checker(database, time);
        Say("first check: fold of everything, every quota", await TimeAsync(() => CheckAsync(checker)));
        Say("calibration of every forecast, as once a night", await TimeAsync(() => new ForecastCalibrator(database.DataSource, time).RunAsync(CancellationToken.None)));
        await database.ExecuteAsync("VACUUM ANALYZE");
        ForgetPeak();

        // Each on another day: every forecast and with it every record is another one.
        var full = await MedianAsync(Rounds, _ => CheckAsync(checker, all: true), _ => NextDayAsync(database, time));
        Say("full check, every record changes", full);
        var before = GC.GetTotalAllocatedBytes();
        Say("full check that finds nothing new", await MedianAsync(Rounds, _ => CheckAsync(checker, all: true)), full);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  memory: working set at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1_000_000} MB, allocated {(GC.GetTotalAllocatedBytes() - before) / 1_000_000 / (Rounds + WarmUp)} MB a check"));

        var incremental = await MedianAsync(Rounds, _ => CheckAsync(checker), round => estate.StoreAsync(estate.Corrections(100, round)));
        Say("check after 1 % of the devices changed, fold included", incremental, full);
        Say("check with nothing to do", await MedianAsync(21, _ => CheckAsync(checker)), full);
        await TidyAsync(database);
        await ReadsAsync(database);
        if (!withLoop) return 0;

        var loop = await new QuotaLoop(database).RunAsync(LoopSample);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"the loop that was replaced (from {LoopSample} quotas)",-56} {loop,10:0.000} s   {loop / full:0} × the full check"));
        return 0;
    }

    private static async Task NextDayAsync(BenchmarkDatabase database, BenchmarkTime time)
    {
        time.GoOnADay();
        await TidyAsync(database);
    }

    /// <summary>What the server does by itself within a day, and cannot between two rounds.</summary>
    private static Task TidyAsync(BenchmarkDatabase database) => database.ExecuteAsync("VACUUM ANALYZE ems.quota_usage, ems.quota, ems.alarm_event, ems.usage_month");

    /// <summary>From here on the peak of the working set is that of checks, not of making the estate.</summary>
    private static void ForgetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>The same quotas with four times the history and with four times the devices.</summary>
    public static async Task<int> GrowthAsync()
    {
        // Once for a warm process.
        await FullCheckAsync(ScaleSize.S);
        var small = await FullCheckAsync(new ScaleSize("small", 1_000, 365, 1_000));
        Say("1,000 quotas on 1,000 devices × 365 days", small);
        Say("the same on 1,460 days", await FullCheckAsync(new ScaleSize("long", 1_000, 1_460, 1_000)), small);
        Say("the same on 4,000 devices", await FullCheckAsync(new ScaleSize("wide", 4_000, 365, 1_000)), small);
        return 0;
    }

    private static async Task<double> FullCheckAsync(ScaleSize size)
    {
        await using var database = await BenchmarkDatabase.CreateAsync();
        await new ScaleEstate(database, size).MakeAsync();
        var time = new BenchmarkTime();
        var checker = Checker(database, time);
        await CheckAsync(checker);
        await new ForecastCalibrator(database.DataSource, time).RunAsync(CancellationToken.None);
        await database.ExecuteAsync("VACUUM ANALYZE");
        return await MedianAsync(11, _ => CheckAsync(checker, all: true), _ => NextDayAsync(database, time));
    }

    /// <summary>What pages ask for.</summary>
    private static async Task ReadsAsync(BenchmarkDatabase database)
    {
        var access = new EverythingAllowed();
        var quotas = new QuotaQueries(database, access, new BenchmarkTime());
        var history = new QuotaHistoryQueries(database, access);
        await SayReadAsync("24 periods of a quota", () => quotas.PeriodsAsync(100, 24));
        await SayReadAsync("top 50 by rate", () => quotas.ListAsync(new QuotaFilter(), QuotaSort.Rate, true, new PageOf(1, 50)));
        await SayReadAsync("top 50 by urgency", () => quotas.ListAsync(new QuotaFilter(), QuotaSort.Urgency, true, new PageOf(1, 50)));
        await SayReadAsync("search", () => quotas.ListAsync(new QuotaFilter { Search = "device 77" }, QuotaSort.Name, false, new PageOf(1, 50)));
        await SayReadAsync("counts by standing", () => quotas.CountAsync(new QuotaFilter()));
        await SayReadAsync("history, 50 quotas × 24 months", () => history.TableAsync(new HistoryFilter(PeriodKind.Monthly, new(2024, 7, 1), new(2026, 6, 1)), new PageOf(1, 50)));
    }

    private static async Task SayReadAsync(string what, Func<Task> read)
    {
        var seconds = await MedianAsync(21, _ => read());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  read: {what,-48} {seconds * 1000,10:0.0} ms"));
    }

    internal static QuotaChecker Checker(BenchmarkDatabase database, TimeProvider time) => new(database.DataSource, new QuotaAlarmFollower(Options.Create(new AlarmsOptions())), time,
        Options.Create(new QuotaCheckOptions()), NullLogger<QuotaChecker>.Instance);

    private static async Task CheckAsync(QuotaChecker checker, bool all = false)
    {
        var report = await checker.RunAsync(new CheckRequest { All = all }, CancellationToken.None);
        if (report.Failures.Count > 0) throw new InvalidOperationException($"{report.Failures.Count} quotas failed, first: {report.Failures[0].Reason}");
    }

    internal static async Task<double> TimeAsync(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>The middle one of several, after some that do not count: a server has checked before, and its code is compiled to the end.</summary>
    /// <param name="prepare">Done before each, without counting.</param>
    private static async Task<double> MedianAsync(int rounds, Func<int, Task> act, Func<int, Task>? prepare = null)
    {
        List<double> seconds = [];
        for (var round = -WarmUp; round < rounds; round++)
        {
            if (prepare is not null) await prepare(round);
            var one = await TimeAsync(() => act(round));
            if (round >= 0) seconds.Add(one);
        }

        return seconds.Order().ElementAt(rounds / 2);
    }

    internal static void Say(string what, double seconds, double? full = null) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-56} {seconds,10:0.0000} s{(full is { } whole ? $"   {seconds / whole:0.000} of it" : "")}"));

    /// <summary>Stands still until it is told to go on.</summary>
    private sealed class BenchmarkTime : TimeProvider
    {
        private int _days;

        public override DateTimeOffset GetUtcNow() => ScaleEstate.Now.AddDays(_days);

        /// <summary>To another day of one week: beyond the data there would be less and less to judge.</summary>
        public void GoOnADay() => _days = (_days % 6) + 1;
    }
}
