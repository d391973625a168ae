namespace EmsDashboard.Features.Quotas.Recomputation;

/// <summary>Marks the resources of the recomputation: RecomputeText.resx and RecomputeText.zh-CN.resx beside this file.</summary>
public sealed class RecomputeText;
