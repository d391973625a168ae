namespace EmsDashboard.Features.Quotas;

/// <summary>Marks the resources of the quota pages: QuotaText.resx and QuotaText.zh-CN.resx beside this file.</summary>
public sealed class QuotaText;
