namespace EmsDashboard.Features.Quotas.Hierarchy;

/// <summary>Marks the resources of the tree of quotas: HierarchyText.resx and HierarchyText.zh-CN.resx beside this file.</summary>
public sealed class HierarchyText;
