namespace EnforcementPlatform.Kernel;

/// <summary>Says in Chinese what a setting is, with its unit; <c>enforce help settings</c> prints it from the options themselves.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string words) : Attribute
{
    /// <summary>One sentence for operators; the last part says unit or kind of value.</summary>
    public string Words => words;
}

/// <summary>A section of the settings that belongs to one role.</summary>
/// <param name="Name">Its name, beside <c>Platform</c>.</param>
/// <param name="Options">The record it is read into; every property has a <see cref="SettingAttribute"/>.</param>
public sealed record SettingsSection(string Name, Type Options);
