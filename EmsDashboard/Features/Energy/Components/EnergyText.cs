namespace EmsDashboard.Features.Energy.Components;

/// <summary>Names of energy types by their code: EnergyText.resx and EnergyText.zh-CN.resx beside this file.</summary>
public sealed class EnergyText;
