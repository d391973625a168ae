using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace EmsDashboard.Tests.Integration.Web;

/// <summary>What the application answered; redirections are not followed.</summary>
internal sealed record Answer(HttpStatusCode Status, string? Location, string Text, HttpResponseHeaders Headers);

/// <summary>A browser without scripts: keeps cookies and fills in forms.</summary>
internal sealed partial class Visitor(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = address };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, Cancel);
        var location = response.Headers.Location;
        return new(response.StatusCode, location is { IsAbsoluteUri: true } ? location.PathAndQuery : location?.ToString(), await response.Content.ReadAsStringAsync(Cancel), response.Headers);
    }

    /// <summary>Opens the page and sends its form with these fields, as a browser would with the hidden ones.</summary>
    public async Task<Answer> SubmitAsync(string path, string form, params (string Name, string Value)[] fields)
    {
        var token = Token().Match((await GetAsync(path)).Text).Groups[1].Value;
        return await PostAsync(path, [("_handler", form), ("__RequestVerificationToken", token), .. fields]);
    }

    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
    });

    public Task<Answer> TrySignInAsync(string email, string password) =>
        SubmitAsync("/account/sign-in", "sign-in", ("Input.Email", email), ("Input.Password", password));

    public async Task SignInAsync(string email, string password)
    {
        var answer = await TrySignInAsync(email, password);
        Assert.True(answer is { Status: HttpStatusCode.Found, Location: "/" }, answer.Text);
    }

    /// <summary>Triggers a recurring job as the button on a page of the jobs' dashboard does, which knows a token.</summary>
    public Task<Answer> TriggerAsync(string job, string page)
    {
        var trigger = new HttpRequestMessage(HttpMethod.Post, "/hangfire/recurring/trigger") { Content = new FormUrlEncodedContent([KeyValuePair.Create("jobs[]", job)]) };
        trigger.Headers.Add(CsrfHeader().Match(page).Groups[1].Value, CsrfToken().Match(page).Groups[1].Value);
        return SendAsync(trigger);
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("name=\"csrf-header\" content=\"([^\"]+)\"")]
    private static partial Regex CsrfHeader();

    [GeneratedRegex("name=\"csrf-token\" content=\"([^\"]+)\"")]
    private static partial Regex CsrfToken();
}
