namespace EmsDashboard.Features.Quotas.Explanation;

/// <summary>Marks the resources of the explanation: ExplanationText.resx and ExplanationText.zh-CN.resx beside this file.</summary>
public sealed class ExplanationText;
