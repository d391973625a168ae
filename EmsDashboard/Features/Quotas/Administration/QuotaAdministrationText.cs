namespace EmsDashboard.Features.Quotas.Administration;

/// <summary>Marks the resources of the quota editor and the check runs: QuotaAdministrationText.resx and QuotaAdministrationText.zh-CN.resx beside this file.</summary>
public sealed class QuotaAdministrationText;
