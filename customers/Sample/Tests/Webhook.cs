using System.Net;
using System.Text.Json;

namespace Sample.Tests;

/// <summary>A real receiver on this machine: keeps what it is told and answers as the test says.</summary>
internal sealed class Webhook : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public Webhook()
    {
        // HttpListener cannot be asked for any free port: one is taken, let go and taken again.
        using (var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            socket.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    public HttpStatusCode Answer { get; set; } = HttpStatusCode.OK;

    public List<(string Key, JsonElement Note)> Told { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var note = await JsonDocument.ParseAsync(call.Request.InputStream);
            Told.Add((call.Request.Headers["Idempotency-Key"]!, note.RootElement.Clone()));
            call.Response.StatusCode = (int)Answer;
            call.Response.Close();
        }
    }
}
