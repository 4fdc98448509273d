using System.Collections.Concurrent;
using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;

namespace EnforcementPlatform.Bench.Contestants;

/// <summary>
/// Cases in PostgreSQL as a careful team would keep them: one row for each act, unique by request id and by (case, version). The look-up of the
/// request id and of the head is one round trip; the insert is the compare-and-set and commits by itself, synchronously. A case in memory counts
/// while its version is the head, as in the product.
/// </summary>
internal sealed class PostgresStore(NpgsqlDataSource source)
{
    private readonly ConcurrentDictionary<Guid, (long Version, Case Case)> _known = new();

    /// <summary>Makes the tables and fills in the cases as they stand.</summary>
    public static async Task Prepare(string connection, IReadOnlyList<Case> cases, IReadOnlyList<GetMeResponse> staff, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using (var schema = source.CreateCommand("""
            CREATE TABLE cases (case_id uuid PRIMARY KEY, version bigint NOT NULL, body bytea NOT NULL);
            CREATE TABLE acts (
                case_id uuid NOT NULL, version bigint NOT NULL, request_id uuid NOT NULL UNIQUE, by_person text NOT NULL, at timestamptz NOT NULL,
                record bytea NOT NULL, content bytea NOT NULL, PRIMARY KEY (case_id, version));
            CREATE TABLE staff (account_id text PRIMARY KEY, person_id text NOT NULL, organ text NOT NULL, department text NOT NULL);
            """))
        {
            await schema.ExecuteNonQueryAsync(ct);
        }

        await using var link = await source.OpenConnectionAsync(ct);
        await using (var copy = await link.BeginBinaryImportAsync("COPY cases FROM STDIN (FORMAT BINARY)", ct))
        {
            foreach (var one in cases)
            {
                await copy.WriteRowAsync(ct, Guid.Parse(one.CaseId), VersionOf(one.Etag), one.ToByteArray());
            }

            await copy.CompleteAsync(ct);
        }

        await using (var copy = await link.BeginBinaryImportAsync("COPY staff FROM STDIN (FORMAT BINARY)", ct))
        {
            foreach (var one in staff)
            {
                await copy.WriteRowAsync(ct, one.AccountId, one.PersonId, one.Organ, one.Department);
            }

            await copy.CompleteAsync(ct);
        }

        await using var analyze = source.CreateCommand("VACUUM ANALYZE");
        await analyze.ExecuteNonQueryAsync(ct);
    }

    /// <summary>People by account.</summary>
    public async Task<Dictionary<string, (string Person, string Organ, string Department)>> Staff(CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT account_id, person_id, organ, department FROM staff");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var staff = new Dictionary<string, (string, string, string)>();
        while (await rows.ReadAsync(ct))
        {
            staff[rows.GetString(0)] = (rows.GetString(1), rows.GetString(2), rows.GetString(3));
        }

        return staff;
    }

    /// <summary>The version that a request made, or null; and the version of the case, 0 for none.</summary>
    public async Task<(long? Kept, long Head)> LookUp(Guid caseId, Guid requestId, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("SELECT version FROM acts WHERE request_id = $1") { Parameters = { new NpgsqlParameter<Guid> { TypedValue = requestId } } });
        batch.BatchCommands.Add(new("""
            SELECT coalesce((SELECT version FROM acts WHERE case_id = $1 ORDER BY version DESC LIMIT 1), (SELECT version FROM cases WHERE case_id = $1), 0)
            """) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = caseId } } });
        await using var rows = await batch.ExecuteReaderAsync(ct);
        long? kept = await rows.ReadAsync(ct) ? rows.GetInt64(0) : null;
        await rows.NextResultAsync(ct);
        await rows.ReadAsync(ct);
        return (kept, rows.GetInt64(0));
    }

    /// <summary>The case at a version.</summary>
    public async ValueTask<Case> At(Guid caseId, long version, CancellationToken ct)
    {
        if (_known.TryGetValue(caseId, out var known) && known.Version == version)
        {
            return known.Case;
        }

        await using var command = source.CreateCommand("""
            SELECT 0, body FROM cases WHERE case_id = $1 UNION ALL SELECT version, record FROM acts WHERE case_id = $1 AND version <= $2 ORDER BY 1
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = caseId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        var file = Case.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1));
        while (await rows.ReadAsync(ct))
        {
            file = After(file, rows.GetInt64(0), CaseRecord.Parser.ParseFrom(rows.GetFieldValue<byte[]>(1)));
        }

        _known[caseId] = (version, file);
        return file;
    }

    /// <summary>Keeps one act, durably. False when the version was taken.</summary>
    public async Task<bool> Insert(Guid caseId, long version, Guid requestId, string person, CaseRecord record, RecordText text, CancellationToken ct)
    {
        await using var command = source.CreateCommand("INSERT INTO acts VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = caseId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = requestId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = person });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = record.RecordedAt.ToDateTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = record.ToByteArray() });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = text.ToByteArray() });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Takes over the case as an act left it.</summary>
    public void Remember(Guid caseId, long version, Case file) => _known[caseId] = (version, file);

    /// <summary>The case after one more record.</summary>
    public static Case After(Case before, long version, CaseRecord record)
    {
        var after = before.Clone();
        after.Records.Add(record);
        after.Etag = Etag.Of(version);
        after.UpdatedAt = record.RecordedAt;
        return after;
    }

    /// <summary>Our own etags, which this side made.</summary>
    private static long VersionOf(string etag) => long.Parse(etag.AsSpan(1), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
}
