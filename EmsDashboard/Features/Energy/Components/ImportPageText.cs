namespace EmsDashboard.Features.Energy.Components;

/// <summary>Marks the resources of the import page: ImportPageText.resx and ImportPageText.zh-CN.resx beside this file.</summary>
public sealed class ImportPageText;
