using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Portal;

/// <summary>
/// A file inside the assembly, so that it is there wherever the program is. Its digest is in its name: browsers keep it for a year and ask for
/// another name when it has changed.
/// </summary>
internal sealed class PublicAsset
{
    private readonly byte[] _bytes;
    private readonly string _type;

    public PublicAsset(string name, string type)
    {
        using var file = typeof(PublicAsset).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded");
        _bytes = new byte[file.Length];
        file.ReadExactly(_bytes);
        _type = type;
        Path = $"/assets/{System.IO.Path.GetFileNameWithoutExtension(name)}.{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..16]}{System.IO.Path.GetExtension(name)}";
    }

    /// <summary>Where it is served.</summary>
    public string Path { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Lines of a text.</summary>
    public int Lines => Bytes.Count((byte)'\n');

    public Task Write(HttpContext http)
    {
        PublicHeaders.Set(http.Response);
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.ContentType = _type;
        http.Response.ContentLength = _bytes.Length;
        return http.Response.Body.WriteAsync(_bytes, http.RequestAborted).AsTask();
    }
}

/// <summary>The files the pages need.</summary>
internal static class PublicAssets
{
    public static readonly PublicAsset Style = new("portal.css", "text/css; charset=utf-8");
    public static readonly PublicAsset Mark = new("mark.svg", "image/svg+xml");
    public static readonly PublicAsset Checker = new("check-disclosure.py", "text/x-python; charset=utf-8");

    public static IReadOnlyList<PublicAsset> All { get; } = [Style, Mark, Checker];

    /// <summary>What is published may be found (行政处罚法 48); that withdrawn texts are not kept is said on each page (<see cref="PublicHeaders"/>).</summary>
    public static Task Robots(HttpContext http)
    {
        PublicHeaders.Set(http.Response);
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync("User-agent: *\nAllow: /\n", http.RequestAborted);
    }
}
