namespace EmsDashboard.Features.Overview;

/// <summary>Marks the resources of the start page: OverviewText.resx and OverviewText.zh-CN.resx beside this file.</summary>
public sealed class OverviewText;
