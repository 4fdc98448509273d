namespace EnforcementPlatform.Kernel;

/// <summary>What room is left.</summary>
public static class DiskSpace
{
    /// <summary>Bytes free on the disk of a folder; null where the disk cannot be asked now, e.g. while it is being taken away.</summary>
    public static long? FreeOf(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
