using EmsDashboard.Features.Energy.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace EmsDashboard.Features.Energy.Persistence;

internal sealed class DeviceGroupConfiguration : IEntityTypeConfiguration<DeviceGroup>
{
    public void Configure(EntityTypeBuilder<DeviceGroup> builder)
    {
        builder.ToTable("device_group");
        builder.Property(g => g.Code).HasMaxLength(64);
        builder.Property(g => g.Name).HasMaxLength(200);
        builder.HasIndex(g => g.Code).IsUnique();
        builder.HasOne(g => g.Parent).WithMany().HasForeignKey(g => g.ParentId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DeviceConfiguration : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.ToTable("device");
        builder.Property(d => d.Code).HasMaxLength(64);
        builder.Property(d => d.Name).HasMaxLength(200);
        builder.Property(d => d.EnergyType).HasMaxLength(32);
        builder.Property(d => d.Unit).HasMaxLength(8);
        builder.Property(d => d.Site).HasMaxLength(200);
        builder.Property(d => d.TimeZone).HasMaxLength(64);
        builder.Property(d => d.AreaM2).HasPrecision(18, 3);
        builder.Property(d => d.SourceId).HasMaxLength(200);
        builder.Property(d => d.KnownGaps).HasColumnType("datemultirange").HasDefaultValueSql("'{}'::datemultirange").HasConversion(
            gaps => Array.ConvertAll(gaps.ToArray(), gap => new NpgsqlRange<DateOnly>(gap.First, gap.Last)),
            ranges => Array.ConvertAll(ranges, KnownGaps.Read),
            new ValueComparer<IReadOnlyList<DayRange>>((a, b) => a!.SequenceEqual(b!), gaps => gaps.Count, gaps => gaps.ToArray()));
        builder.HasIndex(d => d.Code).IsUnique();
        builder.HasOne(d => d.Group).WithMany().HasForeignKey(d => d.GroupId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.PastGroups).WithOne().HasForeignKey(p => p.DeviceId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>Days as the database keeps them.</summary>
internal static class KnownGaps
{
    /// <summary>The database writes a range of days half-open, the object mapper both its ends.</summary>
    public static DayRange Read(NpgsqlRange<DateOnly> range) => new(range.LowerBound, range.UpperBoundIsInclusive ? range.UpperBound : range.UpperBound.AddDays(-1));
}

internal sealed class DevicePastGroupConfiguration : IEntityTypeConfiguration<DevicePastGroup>
{
    public void Configure(EntityTypeBuilder<DevicePastGroup> builder)
    {
        builder.ToTable("device_past_group");
        builder.HasKey(p => new { p.DeviceId, p.Until });
        builder.HasOne(p => p.Group).WithMany().HasForeignKey(p => p.GroupId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ImportBatchConfiguration : IEntityTypeConfiguration<ImportBatch>
{
    public void Configure(EntityTypeBuilder<ImportBatch> builder)
    {
        builder.ToTable("import_batch");
        builder.Property(b => b.Kind).HasMaxLength(16);
        builder.Property(b => b.FileName).HasMaxLength(260);
        builder.Property(b => b.ImportedBy).HasMaxLength(256);
        builder.Property(b => b.State).HasMaxLength(16);
        builder.HasIndex(b => b.StartedAt);
    }
}
