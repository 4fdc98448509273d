namespace EnforcementPlatform.Host.Story;

/// <summary>A part of the story. Chapters are played in order on one <see cref="Scene"/>, and each goes on where the one before stopped.</summary>
internal interface IChapter
{
    /// <summary>Chinese title.</summary>
    string Title { get; }

    /// <summary>Plays it. MUST act through the public APIs only, and MUST throw <see cref="StepFailedException"/> on anything unexpected.</summary>
    Task Play(Scene scene);
}
