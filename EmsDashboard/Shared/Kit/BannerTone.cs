namespace EmsDashboard.Shared.Kit;

/// <summary>How grave a <see cref="Banner"/> is.</summary>
public enum BannerTone
{
    Info,
    Warning,
    Bad,
}
