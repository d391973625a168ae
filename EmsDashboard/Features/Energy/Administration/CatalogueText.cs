namespace EmsDashboard.Features.Energy.Administration;

/// <summary>Marks the resources of the page on groups and meters: CatalogueText.resx and CatalogueText.zh-CN.resx beside this file.</summary>
public sealed class CatalogueText;
