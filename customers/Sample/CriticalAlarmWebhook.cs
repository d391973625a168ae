using System.Net.Http.Json;
using EmsDashboard.Hooks;

namespace Sample;

/// <summary>Tells a webhook about an alarm.</summary>
public sealed class CriticalAlarmWebhook(SampleSettings settings) : IDisposable
{
    // One for all calls; a change of the address behind the name is noticed all the same.
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    /// <exception cref="HttpRequestException">The webhook is not there or answers with anything but success: the delivery fails and is repeated.</exception>
    public async Task TellAsync(AlarmCreatedEvent created, CancellationToken cancellationToken)
    {
        var alarm = created.Alarm;
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.WebhookUrl)
        {
            Content = JsonContent.Create(new { alarm.Id, alarm.Title, quota = alarm.Quota?.Code, alarm.Value, alarm.QuotaValue, alarm.Unit, cause = created.Cause.ToString(), alarm.Path }),
        };
        // A repeated delivery has the same id: the receiver sees that it knows the note already.
        request.Headers.Add("Idempotency-Key", created.EventId.ToString());
        using var answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
