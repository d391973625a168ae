namespace EmsDashboard.Features.Quotas.Administration;

/// <summary>Marks the resources of the quota editor: QuotaEditorText.resx and QuotaEditorText.zh-CN.resx beside this file.</summary>
public sealed class QuotaEditorText;
