using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EnforcementPlatform.Tests.Fast.Fakes;

/// <summary>Keeps every line that was logged, each with all that a console would print of its exception.</summary>
public sealed class KeptLog<T> : ILogger<T>, ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyCollection<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {exception}");

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }
}
