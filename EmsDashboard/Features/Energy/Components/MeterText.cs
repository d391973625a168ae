namespace EmsDashboard.Features.Energy.Components;

/// <summary>Marks the resources of the pages on meters: MeterText.resx and MeterText.zh-CN.resx beside this file.</summary>
public sealed class MeterText;
