namespace EmsDashboard.Shared.Kit;

/// <summary>What a <see cref="LoadingSkeleton"/> stands for.</summary>
public enum SkeletonShape
{
    Rows,
    Cards,
    Chart,
}
