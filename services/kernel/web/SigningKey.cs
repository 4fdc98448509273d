using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace EnforcementPlatform.Kernel;

/// <summary>
/// A role's own key for tokens: ECDSA on P-256 (ES256, RFC 7518 section 3.4), in a PEM file of the key directory that only the owner may read.
/// </summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key)
    {
        _key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        Public = new(Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));

        // A factory of its own: the shared one keeps signers by key id, and would hand out that of a key which was disposed and loaded again.
        Credentials = new(new ECDsaSecurityKey(key) { KeyId = Public.Kid }, SecurityAlgorithms.EcdsaSha256) { CryptoProviderFactory = new CryptoProviderFactory() };
    }

    /// <summary>What others check signatures with.</summary>
    public PublicKey Public { get; }

    internal SigningCredentials Credentials { get; }

    /// <summary>Reads the key of a role, making it at first start. Throws <see cref="SettingsException"/> when others may read the file.</summary>
    public static SigningKey Load(string directory, string role)
    {
        var path = Path.Combine(directory, $"{role}.es256.pem");
        var pem = DurableFile.ReadOrMake(path, Make, DurableFile.Secret);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            throw new SettingsException([$"{path}：密钥文件只能由运行账户读写（chmod 600），现在其他账户也能访问。"]);
        }

        var key = ECDsa.Create();
        key.ImportFromPem(Encoding.ASCII.GetString(pem));
        return new(key);
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
    }
}

/// <summary>A point on P-256, both coordinates base64url, as a JSON Web Key holds it (RFC 7518 section 6.2).</summary>
public sealed class PublicKey(string x, string y)
{
    private readonly Lazy<SecurityKey> _key = new(() => Import(x, y));

    public string X { get; } = x;

    public string Y { get; } = y;

    /// <summary>Key id: the RFC 7638 thumbprint, so that it follows from the key and never points anywhere.</summary>
    public string Kid { get; } = ThumbprintOf(x, y);

    internal SecurityKey ToSecurityKey() => _key.Value;

    private static ECDsaSecurityKey Import(string x, string y)
    {
        var point = new ECPoint { X = Base64UrlEncoder.DecodeBytes(x), Y = Base64UrlEncoder.DecodeBytes(y) };
        return new(ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point })) { KeyId = ThumbprintOf(x, y) };
    }

    private static string ThumbprintOf(string x, string y) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
}
