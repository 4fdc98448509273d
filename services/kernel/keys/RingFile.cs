using System.Globalization;
using System.Text;

namespace EnforcementPlatform.Kernel;

/// <summary>One key of a ring.</summary>
/// <param name="Epoch">Number of the key: 1, 2, … The newest is used, the older ones are only read with.</param>
/// <param name="Algorithm">What it is a key of, see <see cref="KeyedTags.HmacSha256"/> and <see cref="WrappingRing.Aes256Gcm"/>.</param>
/// <param name="Key">32 bytes.</param>
/// <param name="Origin">The log whose key it is; empty in a ring that is not bound to one.</param>
internal sealed record RingKey(ushort Epoch, byte Algorithm, byte[] Key, string Origin)
{
    public const int KeySize = 32;
}

/// <summary>
/// Keys of a role in a file of the key directory, mode 0600, one a line: epoch, algorithm, key in hexadecimal, origin; a blank between.
/// The file MUST NOT lie in the data directory, with the anchors, nor in a backup of either.
/// </summary>
internal static class RingFile
{
    /// <summary>The keys, or none where there is no file.</summary>
    /// <exception cref="SettingsException">A line is not one of a ring.</exception>
    public static IReadOnlyList<RingKey> Read(string path) => DurableFile.Read(path) is { } bytes
        ? [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, index) => KeyIn(line) ?? throw Damaged(path, index + 1))]
        : [];

    /// <summary>Replaces the file; after a power cut either the old or the new ring is there.</summary>
    public static void Write(string path, IEnumerable<RingKey> keys) =>
        DurableFile.Replace(path, Encoding.UTF8.GetBytes(string.Concat(keys.Select(LineOf))), DurableFile.Secret);

    private static string LineOf(RingKey key) =>
        $"{string.Create(CultureInfo.InvariantCulture, $"{key.Epoch} {key.Algorithm} {Convert.ToHexStringLower(key.Key)} {key.Origin}").TrimEnd()}\n";

    private static RingKey? KeyIn(string line)
    {
        var fields = line.Split(' ');
        return fields.Length is 3 or 4
            && ushort.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && epoch > 0
            && byte.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var algorithm)
            && fields[2].Length == 2 * RingKey.KeySize && fields[2].All(char.IsAsciiHexDigit)
                ? new(epoch, algorithm, Convert.FromHexString(fields[2]), fields.Length == 4 ? fields[3] : "")
                : null;
    }

    private static SettingsException Damaged(string path, int line) => new(
        [string.Create(CultureInfo.InvariantCulture, $"{path}：第 {line} 行不是密钥（应为“序号 算法 密钥 来源”）。请从密钥的离线备份恢复此文件后再启动；切勿自行改写。")]);
}
