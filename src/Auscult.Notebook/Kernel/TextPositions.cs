namespace Auscult.Notebook.Kernel;

/// <summary>The protocol counts Unicode characters, .NET counts UTF-16 units.</summary>
internal static class TextPositions
{
    /// <summary>The index into <paramref name="text"/> of its <paramref name="characters"/>-th character; its end when there are fewer.</summary>
    public static int ToIndex(string text, int characters)
    {
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (characters-- <= 0)
                break;
            index += rune.Utf16SequenceLength;
        }
        return index;
    }

    /// <summary>How many characters stand before <paramref name="index"/>.</summary>
    public static int ToCharacters(string text, int index)
    {
        var count = 0;
        foreach (var _ in text.AsSpan(0, index).EnumerateRunes())
            count++;
        return count;
    }
}
