using System.Globalization;

namespace EnforcementPlatform.Law;

/// <summary>
/// Decides what a number is: by its form where a check digit or a day of birth tells, and by its form and the words before it where the form alone would take
/// many a number of a document for a telephone.
/// </summary>
internal static class NumberFinder
{
    private const int Identity = 18, OldIdentity = 15, Mobile = 11;

    /// <summary>The day of birth of the first identity number; a number of 15 digits stands alone.</summary>
    public static DateOnly? BornOn(Reading reading)
    {
        foreach (var run in NumberRun.In(reading))
        {
            for (var start = 0; start + Identity <= run.Text.Length; start++)
            {
                if (run.Text.AsSpan(start, Identity) is var number && IsRegion(number) && IdentityNumber.IsValid(number))
                {
                    return IdentityNumber.BornOn(number);
                }
            }

            if (run.Text.Length == OldIdentity && IsOldIdentity(run.Text))
            {
                return DateOnly.ParseExact($"19{run.Text[6..12]}", "yyyyMMdd", CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    public static void FindIn(Reading reading, List<PersonalDataFinding> found)
    {
        foreach (var run in NumberRun.In(reading))
        {
            var taken = new bool[run.Text.Length];
            var labels = new Labels(run);
            Identities(run, labels, taken, found);
            OldIdentities(run, labels, taken, found);
            TravelDocuments(run, labels, taken, found);
            Cards(run, labels, taken, found);
            Telephones(run, labels, taken, found);
        }
    }

    /// <summary>What the words before the run call it, asked when it is needed and once; its parts are called so as well.</summary>
    private sealed class Labels(NumberRun run)
    {
        private NumberLabel? known;

        public NumberLabel OfRun => known ??= NumberLabels.Before(run.Reading.Text, run.Digits[0].At);
    }

    /// <summary>
    /// Looks at every place where only signs stand between the digits: birth date and check character make a chance hit rare, so that no neighbour digit hides
    /// a number. With words between, only whole groups.
    /// </summary>
    private static void Identities(NumberRun run, Labels labels, bool[] taken, List<PersonalDataFinding> found)
    {
        for (var start = 0; start + Identity <= run.Text.Length; start++)
        {
            var number = run.Text.AsSpan(start, Identity);
            var end = start + Identity;
            if (!HasForm(number) || !run.HasDigits(start, end))
            {
                continue;
            }

            var isWhole = run.BeginsGroup(start) && (run.EndsGroup(end) || number[17] == 'X');
            var isCalledSo = labels.OfRun is NumberLabel.Identity or NumberLabel.Travel && start == 0;
            if (IdentityNumber.IsValid(number) ? isWhole || IsPlain(run, start, end) : isCalledSo && isWhole && IdentityNumber.HasDate(number))
            {
                Take(PersonalDataKind.IdentityNumber, run, start, end, taken, found);
                start = end - 1;
            }
        }
    }

    /// <summary>Without a gap, or with the same sign at each.</summary>
    private static bool IsPlain(NumberRun run, int start, int end) =>
        run.IsWithin(start, end, Gap.Signs) && run.IsEvenlyDivided(start, end, out var byList) && !byList;

    /// <summary>Region, and a day of birth in a century of the living.</summary>
    private static bool HasForm(ReadOnlySpan<char> number) =>
        IsRegion(number) && number[6..8] is ("18" or "19" or "20") && number[..17].IndexOf('X') < 0;

    /// <summary>Fifteen digits without a check: region and day of birth, standing alone or called so.</summary>
    private static void OldIdentities(NumberRun run, Labels labels, bool[] taken, List<PersonalDataFinding> found)
    {
        for (var start = 0; start + OldIdentity <= run.Text.Length; start++)
        {
            var end = start + OldIdentity;
            if (!run.BeginsGroup(start) || !run.EndsGroup(end) || taken[start] || taken[end - 1] || !IsOldIdentity(run.Text.AsSpan(start, OldIdentity)))
            {
                continue;
            }

            var isCalledSo = labels.OfRun is NumberLabel.Identity or NumberLabel.Travel;
            var isAlone = start == 0 && end == run.Text.Length && run.IsWithin(start, end, Gap.Signs) && IsPlain(run, start, end)
                && labels.OfRun is not (NumberLabel.Other or NumberLabel.Bank) && run.Groups(start, end) is { Count: 1 or 3 };
            if (isCalledSo || isAlone)
            {
                Take(PersonalDataKind.OldIdentityNumber, run, start, end, taken, found);
                return;
            }
        }
    }

    private static bool IsOldIdentity(ReadOnlySpan<char> number) =>
        IsRegion(number) && number.IndexOf('X') < 0
        && DateOnly.TryParseExact($"19{number[6..12]}", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Provinces, Taiwan, Hong Kong and Macao, and 9 for the permanent residence card.</summary>
    private static bool IsRegion(ReadOnlySpan<char> number) => number[0] switch
    {
        '1' => number[1] is >= '1' and <= '5',
        '2' => number[1] is >= '1' and <= '3',
        '3' => number[1] is >= '1' and <= '7',
        '4' => number[1] is >= '1' and <= '6',
        '5' => number[1] is >= '0' and <= '4',
        '6' => number[1] is >= '1' and <= '5',
        '7' => number[1] is '1',
        '8' => number[1] is >= '1' and <= '3',
        '9' => number[1] is >= '1' and <= '9',
        _ => false,
    };

    /// <summary>A number called that of a passport or permit: letters at most three, and seven digits or more.</summary>
    private static void TravelDocuments(NumberRun run, Labels labels, bool[] taken, List<PersonalDataFinding> found)
    {
        if (taken[0] || run.Text.Length < 5 || !run.IsWithin(0, run.Text.Length, Gap.Words))
        {
            return;
        }

        var text = run.Reading.Text;
        var (letters, first) = LettersBefore(run);
        var label = NumberLabels.Before(text, first);
        var end = run.Text.IndexOf('X') is >= 5 and var x ? x : run.Text.Length;
        var last = run.Digits[end - 1].At + 1;
        var isCalledSo = label is NumberLabel.Travel || NumberLabels.IsTravelBehind(text, last);
        if (isCalledSo ? letters + end >= 7 && end >= 5 : label is NumberLabel.Identity && letters + end >= 8 && end >= 6)
        {
            found.Add(run.Reading.Finding(PersonalDataKind.TravelDocument, first, last));
            taken.AsSpan(0, end).Fill(true);
        }
        else if (letters is 1 or 2 && run.Digits[0].At - first == letters && letters + end == 9 && run.IsWithin(0, end, Gap.None) && end == run.Text.Length
            && text[first] is 'E' or 'G' or 'D' or 'S' or 'P' or 'H' or 'M' or 'K' && !IsLatin(text, first - 1) && !IsLatin(text, last) && label is not NumberLabel.Other)
        {
            found.Add(run.Reading.Finding(PersonalDataKind.PossibleDocument, first, last));
        }
    }

    private static bool IsLatin(string text, int at) => at >= 0 && at < text.Length && char.IsAsciiLetterOrDigit(text[at]);

    /// <summary>Latin letters before a place, signs between them, and where they begin; none where they are a word.</summary>
    private static (int Letters, int First) LettersBefore(NumberRun run)
    {
        const int Most = 8, MostBetween = 30;
        var (text, at) = (run.Reading.Text, run.Digits[0].At);
        var (letters, first, signs) = (0, at, 0);
        for (var index = at - 1; index >= 0 && letters <= Most && signs <= 4 && at - index <= MostBetween; index--)
        {
            if (run.IsLeading(index))
            {
                continue;
            }

            if (char.IsAsciiLetter(text[index]))
            {
                (letters, first, signs) = (letters + 1, index, 0);
            }
            else if (char.IsLetterOrDigit(text[index]) || text[index] is ':' or ';')
            {
                break;
            }
            else
            {
                signs++;
            }
        }

        return letters <= Most ? (letters, first) : (0, at);
    }

    /// <summary>Sixteen to nineteen digits that pass Luhn, standing alone; or whatever is called an account, of nine digits or more.</summary>
    private static void Cards(NumberRun run, Labels labels, bool[] taken, List<PersonalDataFinding> found)
    {
        if (labels.OfRun is NumberLabel.Bank && !taken[0] && run.IsWithin(0, run.Text.Length, Gap.Words))
        {
            var end = run.Text.IndexOf('X') is > 0 and var x ? x : run.Text.Length;
            while (end > 0 && taken[end - 1])
            {
                end--;
            }

            if (end >= 9)
            {
                var kind = end is >= 16 and <= 19 && PassesLuhn(run.Text.AsSpan(0, end)) ? PersonalDataKind.BankCard : PersonalDataKind.BankAccount;
                Take(kind, run, 0, end, taken, found);
                return;
            }
        }

        for (var start = 0; start + 16 <= run.Text.Length; start++)
        {
            if (!run.BeginsGroup(start) || taken[start])
            {
                continue;
            }

            for (var end = Math.Min(start + 19, run.Text.Length); end >= start + 16; end--)
            {
                if (run.EndsGroup(end) && !taken[end - 1] && IsBankCard(run.Text.AsSpan(start, end - start)) && run.HasDigits(start, end)
                    && run.IsWithin(start, end, Gap.Signs) && IsDividedLikeACard(run, start, end))
                {
                    Take(PersonalDataKind.BankCard, run, start, end, taken, found);
                    start = end - 1;
                    break;
                }
            }
        }
    }

    private static bool IsDividedLikeACard(NumberRun run, int start, int end)
    {
        var groups = run.Groups(start, end);
        return run.IsEvenlyDivided(start, end, out var byList)
            && (groups.Count <= 2 || groups.All(one => one == 1) || (groups.Take(3).All(one => one == 4) && !byList) || groups is [6, 6 or 10 or 13, ..] or [5, 5, ..]);
    }

    /// <summary>No issuer number begins with 0, 1, 2, 7 or 8, and a valid code of an organisation is public.</summary>
    private static bool IsBankCard(ReadOnlySpan<char> digits) =>
        digits[0] is '3' or '4' or '5' or '6' or '9' && digits.IndexOf('X') < 0 && !SocialCreditCode.IsValid(digits) && PassesLuhn(digits);

    private static bool PassesLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var value = digits[^(place + 1)] - '0';
            var doubled = place % 2 == 1 ? value * 2 : value;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    private static void Telephones(NumberRun run, Labels labels, bool[] taken, List<PersonalDataFinding> found)
    {
        for (var start = 0; start < run.Text.Length; start++)
        {
            if (taken[start] || !run.BeginsGroup(start))
            {
                continue;
            }

            if (MobileAt(run, start, labels.OfRun) is { } mobile && !taken.AsSpan(start, mobile - start).Contains(true))
            {
                Take(PersonalDataKind.MobileNumber, run, start, mobile, taken, found);
                start = mobile - 1;
            }
            else if (LandlineAt(run, start, labels.OfRun) is { } landline && !taken.AsSpan(start, landline - start).Contains(true))
            {
                Take(PersonalDataKind.Landline, run, start, landline, taken, found);
                start = landline - 1;
            }
        }
    }

    private static readonly string[] MobilePrefixes = ["", "86", "0086", "0", "17951", "12593", "17911", "10193", "17900", "17909", "179510", "125930", "860"];

    /// <summary>1[3-9] and nine digits, with or without what is dialled before; ends where a group ends. Returns where it ends.</summary>
    private static int? MobileAt(NumberRun run, int start, NumberLabel label)
    {
        foreach (var prefix in MobilePrefixes)
        {
            var (first, end) = (start + prefix.Length, start + prefix.Length + Mobile);
            if (end <= run.Text.Length && run.EndsGroup(end) && run.Text.AsSpan(start).StartsWith(prefix) && run.Text[first] == '1' && run.Text[first + 1] >= '3'
                && run.Text.AsSpan(first, Mobile).IndexOf('X') < 0 && run.HasDigits(first, end) && !(prefix.Length > 0 && (label is NumberLabel.Other || FollowsLetter(run, start)))
                && (IsCalledTelephone(label) ? run.IsWithin(first, end, Gap.Words) : label is not NumberLabel.Bank && IsDividedLikeAMobile(run, first, end)))
            {
                return end;
            }
        }

        return null;
    }

    /// <summary>Digits right behind a Latin letter are part of a number of something else.</summary>
    private static bool FollowsLetter(NumberRun run, int index) => run.Digits[index].At is > 0 and var at && char.IsAsciiLetter(run.Reading.Text[at - 1]);

    private static bool IsCalledTelephone(NumberLabel label) => label is NumberLabel.Telephone or NumberLabel.LocalTelephone or NumberLabel.Account;

    private static bool IsDividedLikeAMobile(NumberRun run, int start, int end)
    {
        if (!run.IsWithin(start, end, Gap.Signs) || !run.IsEvenlyDivided(start, end, out var byList))
        {
            return false;
        }

        var groups = run.Groups(start, end);
        return groups is [11] or [3, 4, 4] or [3, 3, 5] or [4, 4, 3] or [5, 6] or [3, 2, 2, 2, 2] or [3, 8] or [7, 4] or [4, 3, 4] || groups.All(one => one == 1)
            || (groups.Count == 2 && !byList);
    }

    /// <summary>Area code and seven or eight digits; called a telephone also without the area code. Returns where it ends.</summary>
    private static int? LandlineAt(NumberRun run, int start, NumberLabel label)
    {
        var isCalled = IsCalledTelephone(label) && label is not NumberLabel.Account;
        foreach (var prefix in new[] { "", "86", "0086" })
        {
            var area = start + prefix.Length;
            if (area >= run.Text.Length || !run.Text.AsSpan(start).StartsWith(prefix))
            {
                continue;
            }

            var digits = run.Text.AsSpan(area);
            var length = AreaLength(digits) is > 0 and var known ? known : prefix.Length > 0 && AreaLength("0" + digits[..Math.Min(3, digits.Length)].ToString()) is > 0 and var abroad ? abroad - 1 : 0;
            if (length == 0)
            {
                continue;
            }

            foreach (var local in new[] { 8, 7 })
            {
                var end = area + length + local;
                if (end <= run.Text.Length && run.EndsGroup(end) && run.Text[area + length] is >= '2' and <= '8' && run.Text.AsSpan(area, end - area).IndexOf('X') < 0
                    && run.HasDigits(area, end) && (isCalled ? run.IsWithin(area, end, Gap.Words) : IsDividedLikeALandline(run, area, area + length, end, label)))
                {
                    return end;
                }
            }
        }

        var isLocal = label is NumberLabel.LocalTelephone && start == 0 && run.Text[0] is >= '2' and <= '8' && run.Text.IndexOf('X') < 0;
        return isLocal && run.Text.Length is 7 or 8 && run.IsWithin(0, run.Text.Length, Gap.Signs) ? run.Text.Length : null;
    }

    private static bool IsDividedLikeALandline(NumberRun run, int area, int local, int end, NumberLabel label)
    {
        if (label is NumberLabel.Other or NumberLabel.Bank or NumberLabel.Account || !run.IsWithin(area, end, Gap.Signs) || FollowsLetter(run, area))
        {
            return false;
        }

        var groups = run.Groups(area, end);
        return groups.Count switch
        {
            1 => run.EndsGroup(end) && run.BeginsGroup(area),
            2 => run.BeginsGroup(local),
            3 => run.BeginsGroup(local) && groups[1] is 3 or 4,
            _ => groups.All(one => one == 1) && run.IsEvenlyDivided(area, end, out var byList) && !byList,
        };
    }

    /// <summary>010, 02x of three digits; 03xx to 09xx of four; 0 for anything else.</summary>
    private static int AreaLength(ReadOnlySpan<char> digits) => digits switch
    {
        ['0', '1', '0', ..] => 3,
        ['0', '2', not ('6' or 'X'), ..] => 3,
        ['0', >= '3' and <= '9', >= '0' and <= '9', >= '0' and <= '9', ..] => 4,
        _ => 0,
    };

    private static void Take(PersonalDataKind kind, NumberRun run, int start, int end, bool[] taken, List<PersonalDataFinding> found)
    {
        found.Add(run.Finding(kind, start, end));
        taken.AsSpan(start, end - start).Fill(true);
    }
}
