namespace EmsDashboard.Shared.Kit;

/// <summary>Ties a field to what is said about it, for those who do not see that it stands below.</summary>
public static class FieldState
{
    /// <summary>Attributes of the field itself, to be spread on it.</summary>
    /// <param name="problem">Id of the element that says what is wrong; there only while something is.</param>
    /// <param name="hint">Id of the element with the hint; null without one.</param>
    public static Dictionary<string, object> Of(bool isWrong, string problem, string? hint = null)
    {
        Dictionary<string, object> attributes = [];
        if (isWrong) attributes["aria-invalid"] = "true";
        var described = string.Join(' ', new[] { isWrong ? problem : null, hint }.OfType<string>());
        if (described.Length > 0) attributes["aria-describedby"] = described;
        return attributes;
    }
}
