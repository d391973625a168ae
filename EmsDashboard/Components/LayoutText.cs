namespace EmsDashboard.Components;

/// <summary>Marks the resources of the frame around the pages: LayoutText.resx and LayoutText.zh-CN.resx beside this file.</summary>
public sealed class LayoutText;
