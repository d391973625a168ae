using EmsDashboard.Features.Energy.Components;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Features.Quotas.Domain.Forecasting;
using EmsDashboard.Shared.Gauges;
using EmsDashboard.Shared.Status;
using EmsDashboard.Shared.Text;
using Microsoft.Extensions.Localization;

namespace EmsDashboard.Features.Quotas.Components;

/// <summary>How a quota is put into the kit's shapes, words and gauges; the same on every page.</summary>
internal static class QuotaReadings
{
    private const double LargestShare = 1e9;

    public static StatusKind ToKind(this QuotaStanding standing) => standing switch
    {
        QuotaStanding.Exceeded => StatusKind.Exceeded,
        QuotaStanding.Forecast => StatusKind.Forecast,
        QuotaStanding.Warning => StatusKind.Warning,
        QuotaStanding.Incomplete => StatusKind.Incomplete,
        QuotaStanding.Stale => StatusKind.Stale,
        QuotaStanding.NoData => StatusKind.NoData,
        _ => StatusKind.Normal,
    };

    public static StatusKind ToKind(this QuotaStatus status) => status switch
    {
        QuotaStatus.Exceeded => StatusKind.Exceeded,
        QuotaStatus.Warning => StatusKind.Warning,
        _ => StatusKind.Normal,
    };

    /// <summary>Key of the method's word in <see cref="QuotaText"/>.</summary>
    public static string ToTextKey(this ForecastMethod method) => method == ForecastMethod.Linear ? "MethodLinear" : "MethodSeasonal";

    /// <summary>Key of the reason why there is no forecast in <see cref="QuotaText"/>.</summary>
    public static string ToTextKey(this NoForecast reason) => reason switch
    {
        NoForecast.NotBegun => "ForecastNotBegun",
        NoForecast.TooEarly => "ForecastTooEarly",
        NoForecast.PeriodOver => "ForecastPeriodOver",
        _ => "ForecastNoData",
    };

    /// <summary>A closed period with few rows or none says so instead of looking like thrift.</summary>
    public static StatusKind ToKind(this PeriodView period) => period switch
    {
        { IsWithoutData: true } => StatusKind.NoData,
        { HasLimit: false } => StatusKind.NoLimit,
        { Status: QuotaStatus.Normal, IsPatchy: true } => StatusKind.Incomplete,
        _ => period.Status.ToKind(),
    };

    extension(QuotaView quota)
    {
        public StatusKind Kind => quota is { Standing: QuotaStanding.Normal, HasLimit: false } ? StatusKind.NoLimit : quota.Standing.ToKind();

        /// <summary>Rate as shown: a dash without data, and without a limit nothing to measure against.</summary>
        public decimal? ShownRate => quota.Standing == QuotaStanding.NoData || !quota.HasLimit ? null : quota.UsageRatePct;

        /// <summary>What was used; a dash without data.</summary>
        public decimal? ShownActual => quota.Standing == QuotaStanding.NoData ? null : quota.ActualValue;

        /// <summary>What is left, negative when it is over; a dash where nothing was measured, or nothing to measure against.</summary>
        public decimal? ShownLeft => quota.ShownRate is null ? null : quota.Left;

        /// <summary>What may be used a day; a dash likewise.</summary>
        public decimal? ShownAllowed => quota.ShownRate is null ? null : quota.Outlook?.AllowancePerDay ?? quota.AllowedPerDay;

        public GaugeReading Reading => new(
            quota.ShownRate, quota.WarningThresholdPct, quota.AlertThresholdPct, quota.ElapsedPct, quota.Kind)
        {
            Stale = quota.Standing == QuotaStanding.Stale,
            DataThrough = quota.DataThrough,
            Closed = quota.DaysLeft == 0,
            NoLimit = !quota.HasLimit,
            Incomplete = quota.IsPatchy,
            UsedStatus = quota.Standing is QuotaStanding.Forecast or QuotaStanding.Incomplete ? quota.Status.ToKind() : null,
            Forecast = quota.Outlook is { } outlook
                ? new GaugeForecast(quota.ShareOf(outlook.Value), quota.ShareOf(outlook.Low), quota.ShareOf(outlook.High), quota.ForecastStatus != QuotaStatus.Normal)
                : null,
        };

        /// <summary>An amount in per cent of the quota, cut where nobody reads further.</summary>
        public decimal ShareOf(decimal amount) => (decimal)Math.Clamp((double)amount / (double)quota.QuotaValue * 100, -LargestShare, LargestShare);

        /// <summary>"Electricity · Nov 2022 · Building 52": where it is cut, the quota's own name mostly says the target already.</summary>
        public string ScopeLine(IStringLocalizer<QuotaText> text, IStringLocalizer<EnergyText> energy) =>
            string.Join(" · ", [energy[quota.EnergyType.Code], Formats.Current.Period(quota.PeriodStart, quota.PeriodEnd), .. quota.TargetWords(text)]);

        /// <summary>The target in words; nothing when the quota's own name says it.</summary>
        public IEnumerable<string> TargetWords(IStringLocalizer<QuotaText> text)
        {
            if (quota.Scope == QuotaScope.EnergyType) yield return text["WholeEstate"];
            else if (quota.TargetName is { } name && name != quota.Name) yield return name;
            else if (quota.TargetIsGone) yield return quota.TargetCode ?? text["TargetGone"];
        }
    }
}
