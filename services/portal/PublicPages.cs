using System.Globalization;
using System.Text;
using EnforcementPlatform.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Portal;

/// <summary>
/// Makes a page of a Razor component and what it is given, and sends it whole. A component fetches nothing: what goes wrong goes wrong before the
/// first byte, and so has a status and a page of its own.
/// </summary>
internal sealed class PublicPages(IServiceProvider services, ILoggerFactory logs) : IRefusalPage
{
    /// <summary>How long a visitor is asked to wait for a service that is away. Seconds.</summary>
    private const int RetryAfter = 30;

    public async Task Write<TPage>(HttpContext http, Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        var page = Encoding.UTF8.GetBytes(await Render<TPage>(parameters));
        var response = http.Response;
        PublicHeaders.Set(response);
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = page.Length;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(page, http.RequestAborted);
    }

    Task IRefusalPage.Write(HttpContext http, ShownRefusal refusal) =>
        Write<RefusalPage>(http, new() { [nameof(RefusalPage.Refusal)] = refusal }, refusal.Status);

    private async Task<string> Render<TPage>(Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
