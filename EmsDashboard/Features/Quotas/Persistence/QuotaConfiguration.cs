using EmsDashboard.Features.Energy.Domain;
using EmsDashboard.Features.Quotas.Domain;
using EmsDashboard.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace EmsDashboard.Features.Quotas.Persistence;

internal sealed class QuotaConfiguration : IEntityTypeConfiguration<Quota>
{
    public void Configure(EntityTypeBuilder<Quota> builder)
    {
        builder.ToTable("quota");
        builder.Property(q => q.NeedsCheck).HasDefaultValue(true);
        builder.Property(q => q.Code).HasMaxLength(64);
        builder.Property(q => q.Name).HasMaxLength(200);
        builder.Property(q => q.Scope).HasSnakeCaseConversion();
        builder.Property(q => q.TargetCode).HasMaxLength(64);
        builder.Property(q => q.EnergyType).HasMaxLength(32);
        builder.Property(q => q.TimeZone).HasMaxLength(64);
        builder.Property(q => q.ForecastMethod).HasSnakeCaseConversion();
        builder.Property(q => q.Note).HasMaxLength(1000);
        builder.Property(q => q.Version).IsConcurrencyToken();
        // What a search of thousands looks through, raised once when it is stored and not with every search.
        builder.Property<string>("SearchText").HasComputedColumnSql("upper(name || E'\\n' || code || E'\\n' || coalesce(target_code, ''))", stored: true);
        builder.HasIndex(q => q.Code).IsUnique();
        builder.HasIndex(q => q.TargetDeviceId);
        builder.HasIndex(q => q.TargetGroupId);
        builder.HasOne<Device>().WithMany().HasForeignKey(q => q.TargetDeviceId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<DeviceGroup>().WithMany().HasForeignKey(q => q.TargetGroupId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne(q => q.Parent).WithMany().HasForeignKey(q => q.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(q => q.Versions).WithOne().HasForeignKey(v => v.QuotaId).OnDelete(DeleteBehavior.Restrict);
        builder.Ignore(q => q.TargetIsGone);
    }
}

internal sealed class QuotaVersionConfiguration : IEntityTypeConfiguration<QuotaVersion>
{
    public void Configure(EntityTypeBuilder<QuotaVersion> builder)
    {
        builder.ToTable("quota_version");
        builder.Property(v => v.Period).HasSnakeCaseConversion();
        builder.Property(v => v.QuotaValue).HasPrecision(24, 6);
        builder.Property(v => v.Unit).HasMaxLength(8);
        builder.Property(v => v.Thresholds).HasMaxLength(2000);
        builder.Property(v => v.CarryOver).HasSnakeCaseConversion();
        builder.Property(v => v.CarryOverMin).HasPrecision(24, 6);
        builder.Property(v => v.CarryOverMax).HasPrecision(24, 6);
        builder.Property(v => v.Distribution).HasMaxLength(500);
        builder.Property(v => v.CreatedBy).HasMaxLength(256);
        builder.Property(v => v.Reason).HasMaxLength(1000);
        builder.HasIndex(v => new { v.QuotaId, v.Number }).IsUnique();
    }
}

internal sealed class QuotaUsageConfiguration : IEntityTypeConfiguration<QuotaUsage>
{
    public void Configure(EntityTypeBuilder<QuotaUsage> builder)
    {
        builder.ToTable("quota_usage");
        builder.HasKey(u => new { u.QuotaId, u.IsMonth, u.PeriodStart });
        builder.Property(u => u.ActualValue).HasPrecision(28, 9);
        builder.Property(u => u.QuotaValue).HasPrecision(24, 6);
        builder.Property(u => u.CarriedValue).HasPrecision(24, 6);
        builder.Property(u => u.Unit).HasMaxLength(8);
        builder.Property(u => u.WarningThresholdPct).HasPrecision(9, 3);
        builder.Property(u => u.AlertThresholdPct).HasPrecision(9, 3);
        builder.Property(u => u.UsageRatePct).HasColumnType("numeric");
        builder.Property(u => u.Status).HasSnakeCaseConversion();
        builder.Property(u => u.ForecastValue).HasColumnType("numeric");
        builder.Property(u => u.ForecastLow).HasColumnType("numeric");
        builder.Property(u => u.ForecastHigh).HasColumnType("numeric");
        builder.Property(u => u.ForecastMethod).HasSnakeCaseConversion();
        builder.Property(u => u.AllowancePerDay).HasColumnType("numeric");
        builder.Property(u => u.EstimatedShare).HasPrecision(4, 3);
        builder.Property(u => u.ForecastErrorPct).HasColumnType("numeric");
        builder.Property(u => u.NoForecast).HasSnakeCaseConversion();
        builder.Property(u => u.ForecastStatus).HasSnakeCaseConversion();
        builder.HasIndex(u => u.UsageRatePct).HasFilter("is_current AND NOT is_month");
        builder.HasIndex(u => new { u.QuotaId, u.IsMonth }).HasFilter("is_current").IsUnique();
        builder.HasIndex(u => u.PeriodStart);
        builder.HasOne<Quota>().WithMany().HasForeignKey(u => u.QuotaId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ForecastCalibrationConfiguration : IEntityTypeConfiguration<StoredCalibration>
{
    public void Configure(EntityTypeBuilder<StoredCalibration> builder)
    {
        builder.ToTable("forecast_calibration");
        builder.HasKey(c => c.QuotaId);
        builder.Property(c => c.QuotaId).ValueGeneratedNever();
        builder.Property(c => c.Method).HasSnakeCaseConversion();
        builder.HasOne<Quota>().WithOne().HasForeignKey<StoredCalibration>(c => c.QuotaId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class QuotaUsageRevisionConfiguration : IEntityTypeConfiguration<QuotaUsageRevision>
{
    public void Configure(EntityTypeBuilder<QuotaUsageRevision> builder)
    {
        builder.ToTable("quota_usage_revision");
        builder.HasKey(r => new { r.QuotaId, r.IsMonth, r.PeriodStart, r.Number });
        builder.Property(r => r.OldActualValue).HasPrecision(28, 9);
        builder.Property(r => r.NewActualValue).HasPrecision(28, 9);
        builder.Property(r => r.OldQuotaValue).HasPrecision(24, 6);
        builder.Property(r => r.NewQuotaValue).HasPrecision(24, 6);
        builder.Property(r => r.OldUnit).HasMaxLength(8);
        builder.Property(r => r.NewUnit).HasMaxLength(8);
        builder.Property(r => r.OldUsageRatePct).HasColumnType("numeric");
        builder.Property(r => r.NewUsageRatePct).HasColumnType("numeric");
        builder.Property(r => r.OldStatus).HasSnakeCaseConversion();
        builder.Property(r => r.NewStatus).HasSnakeCaseConversion();
        builder.HasOne<Quota>().WithMany().HasForeignKey(r => r.QuotaId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CheckRunConfiguration : IEntityTypeConfiguration<CheckRun>
{
    public void Configure(EntityTypeBuilder<CheckRun> builder)
    {
        builder.ToTable("check_run");
        builder.Property(r => r.IsPartial).HasDefaultValue(false);
        builder.Property(r => r.Kind).HasSnakeCaseConversion();
        builder.Property(r => r.Trigger).HasSnakeCaseConversion();
        builder.Property(r => r.TriggeredBy).HasMaxLength(256);
        builder.Property(r => r.State).HasSnakeCaseConversion();
        builder.Property(r => r.ErrorCode).HasMaxLength(64);
        builder.HasIndex(r => r.StartedAt);
    }
}

internal sealed class CheckRunFailureConfiguration : IEntityTypeConfiguration<CheckRunFailure>
{
    public void Configure(EntityTypeBuilder<CheckRunFailure> builder)
    {
        builder.ToTable("check_run_failure");
        builder.Property(f => f.QuotaCode).HasMaxLength(64);
        builder.Property(f => f.ReasonCode).HasMaxLength(64);
        builder.HasIndex(f => f.RunId);
        builder.HasOne<CheckRun>().WithMany().HasForeignKey(f => f.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
