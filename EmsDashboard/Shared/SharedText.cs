namespace EmsDashboard.Shared;

/// <summary>Marks the resources of the UI kit: SharedText.resx and SharedText.zh-CN.resx beside this file.</summary>
public sealed class SharedText;
