using System.Globalization;
using System.Text;
using EmsDashboard.Features.Demo.Domain;
using EmsDashboard.Features.Energy;
using EmsDashboard.Features.Energy.Import;
using EmsDashboard.Infrastructure.Persistence;
using EmsDashboard.Shared.Csv;

namespace EmsDashboard.Features.Demo;

/// <summary>The estate as the files a customer would hand in: the demo goes through the same door, with the same checks.</summary>
internal static class DemoFiles
{
    /// <summary>Import kinds with their files, in an order in which each finds what it names.</summary>
    public static IEnumerable<(FileKind Kind, ImportFile File)> Of(DemoEstate estate)
    {
        yield return (FileKind.Groups, File(FileKind.Groups, Groups));
        yield return (FileKind.Devices, File(FileKind.Devices, csv => Devices(csv, estate)));
        yield return (FileKind.Energy, File(FileKind.Energy, csv => Days(csv, estate)));
        yield return (FileKind.Quotas, File(FileKind.Quotas, csv => Quotas(csv, estate)));
    }

    private static ImportFile File(FileKind kind, Action<IRecordWriter> write)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        write(new CsvWriter(text));
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return new($"demo-{kind.Name}.csv", bytes.Length, _ => ValueTask.FromResult<Stream>(new MemoryStream(bytes, writable: false)));
    }

    private static void Groups(IRecordWriter csv)
    {
        csv.Columns("group_code", "name", "parent_code");
        foreach (var group in DemoCatalogue.Groups) csv.Text(group.Code).Text(group.Name).Text(group.ParentCode).EndRecord();
    }

    private static void Devices(IRecordWriter csv, DemoEstate estate)
    {
        csv.Columns("device_code", "name", "energy_type", "unit", "group", "site", "time_zone", "area_m2", "first_date");
        foreach (var device in DemoCatalogue.Devices)
        {
            csv.Text(device.Code).Text(device.Name).Text(device.EnergyType.Code).Text(device.Unit.Symbol).Text(device.GroupCode).Text(device.Site.Name)
                .Text(device.Site.TimeZone).Number(device.Building.AreaM2).Date(estate.FirstDay(device)).EndRecord();
        }
    }

    private static void Days(IRecordWriter csv, DemoEstate estate)
    {
        csv.Columns("device_code", "date", "energy_type", "consumption");
        foreach (var day in estate.Days) csv.Text(day.Device.Code).Date(day.Day).Text(day.Device.EnergyType.Code).Number(day.Consumption).EndRecord();
    }

    private static void Quotas(IRecordWriter csv, DemoEstate estate)
    {
        csv.Columns("quota_id", "name", "scope", "target", "energy_type", "period", "time_zone", "quota_value", "unit",
            "warning_threshold_pct", "alert_threshold_pct", "is_active", "note", "parent_quota", "period_from", "period_to", "distribution");
        foreach (var quota in estate.Quotas)
        {
            var plan = quota.Plan;
            csv.Text(plan.Code).Text(plan.Name).Text(SnakeCaseEnum.ToText(plan.Scope)).Text(plan.Target).Text(plan.EnergyType.Code)
                .Text(SnakeCaseEnum.ToText(plan.Period)).Text(plan.TimeZone).Number(quota.QuotaValue).Text(plan.Unit.Symbol)
                .Number(DemoQuota.WarningThresholdPct).Number(DemoQuota.AlertThresholdPct).Flag(quota.IsActive).Text(plan.Note).Text(plan.Parent)
                .Date(quota.Span?.Start).Date(quota.Span?.End.AddDays(-1)).Text(quota.Distribution?.ToString()).EndRecord();
        }
    }
}
