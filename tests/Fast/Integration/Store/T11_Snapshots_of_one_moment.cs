using EnforcementPlatform.Adapters.Sqlite;
using EnforcementPlatform.Tests.Fast.Fakes;
using Microsoft.Data.Sqlite;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Integration.Store;

/// <summary>Snapshots of several files are of one moment, however busily they are written, and writers are held only for that moment.</summary>
public sealed class T11_Snapshots_of_one_moment : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly string[] files;

    public T11_Snapshots_of_one_moment()
    {
        files = [.. new[] { "a.db", "b.db", "c.db" }.Select(name => Path.Combine(folder.Path, name))];
        foreach (var file in files)
        {
            using var made = SqliteConnections.OpenWriter(file, durable: true, 1024);
            SqliteConnections.Run(made, "CREATE TABLE numbers (n INTEGER)");
        }
    }

    /// <summary>Three writers hand a number round in a circle, each after it has seen it from the one before: no snapshot may show an effect without its cause.</summary>
    [Fact]
    public async Task Show_no_effect_without_its_cause()
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteInACircle(stop.Token), TestContext.Current.CancellationToken);
        for (var round = 0; round < 20; round++)
        {
            using var held = await HeldFiles.Take(files, TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.InRange(held.Held, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            var counts = files.Select((file, index) =>
            {
                var copy = Path.Combine(folder.Path, $"copy-{round}-{index}");
                held.CopyTo(file, copy);
                return Count(copy);
            }).ToArray();
            Assert.True(counts[0] >= counts[1] && counts[1] >= counts[2] && counts[0] - counts[2] <= 1, string.Join(", ", counts));
        }

        await stop.CancelAsync();
        Assert.True(await writing > 20);
    }

    [Fact]
    public async Task Let_a_writer_go_on_while_they_are_open()
    {
        using var held = await HeldFiles.Take(files, TimeProvider.System, TestContext.Current.CancellationToken);
        using var writer = SqliteConnections.OpenWriter(files[0], durable: true, 1024);
        SqliteConnections.Run(writer, "INSERT INTO numbers VALUES (1)");
        var copy = Path.Combine(folder.Path, "copy");
        held.CopyTo(files[0], copy);
        Assert.Equal((0L, 1L), (Count(copy), Count(files[0])));
    }

    [Fact]
    public async Task Give_up_where_somebody_never_lets_go()
    {
        using var writer = SqliteConnections.OpenWriter(files[2], durable: true, 1024);
        SqliteConnections.Run(writer, "BEGIN IMMEDIATE; INSERT INTO numbers VALUES (1)");
        await Assert.ThrowsAsync<TimeoutException>(async () => (await HeldFiles.Take(files, TimeProvider.System, TestContext.Current.CancellationToken)).Dispose());
        SqliteConnections.Run(writer, "ROLLBACK"); // it was held all the while
        using var other = SqliteConnections.OpenWriter(files[0], durable: true, 1024);
        SqliteConnections.Run(other, "INSERT INTO numbers VALUES (1)"); // the locks that were had are let go
    }

    public void Dispose() => folder.Dispose();

    private long WriteInACircle(CancellationToken ct)
    {
        var writers = files.Select(file => SqliteConnections.OpenWriter(file, durable: false, 1024)).ToArray();
        var n = 0L;
        for (; !ct.IsCancellationRequested; n++)
        {
            foreach (var writer in writers)
            {
                SqliteConnections.Run(writer, $"INSERT INTO numbers VALUES ({n})");
            }
        }

        Array.ForEach(writers, writer => writer.Dispose());
        return n;
    }

    private static long Count(string file)
    {
        using var reader = new SqliteConnection($"Data Source={file};Pooling=false");
        reader.Open();
        using var command = reader.CreateCommand();
        command.CommandText = "SELECT count(*) FROM numbers";
        return (long)command.ExecuteScalar()!;
    }
}
