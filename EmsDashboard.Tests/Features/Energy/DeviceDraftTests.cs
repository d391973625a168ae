using EmsDashboard.Features.Energy.Administration;

namespace EmsDashboard.Tests.Features.Energy;

/// <summary>Whether another group in the form takes a meter's history along, and whether it says so.</summary>
public sealed class DeviceDraftTests
{
    [Theory]
    [InlineData("A", "", false)]
    [InlineData("C", "", true)]
    // Half a row says nothing of when it moved.
    [InlineData("C", "A", true)]
    [InlineData("C", "2026-06-01 A", false)]
    // It was there before, went away, and came back: that stay is not the last one.
    [InlineData("C", "2026-01-01 A, 2026-06-01 B", true)]
    [InlineData("C", "2026-01-01 A, 2026-06-01 B, 2026-09-01 A", false)]
    public void IsCorrection_UnlessTheLastStayIsSaidToBeTheStoredGroup(string group, string past, bool expected)
    {
        var draft = new DeviceDraft { StoredGroup = "A", GroupCode = group };
        foreach (var stay in past.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            draft.PastGroups.Add(new PastGroupDraft
            {
                Group = stay[^1..], Until = stay.Length > 1 ? DateOnly.ParseExact(stay[..10], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null,
            });
        }

        Assert.Equal(expected, draft.IsCorrection);
        Assert.Equal(draft.PastGroups.Count, draft.ToEdit().PastGroups.Count);
    }
}
