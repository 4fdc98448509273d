using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of accounts and sign-in.</summary>
internal static class AccountFaults
{
    public static readonly FaultType SignInFailed = new(FaultKind.NotSignedIn, "SIGN_IN_FAILED", "用户名或密码不正确，请重新输入。连续5次不正确将锁定15分钟。");
    public static readonly FaultType SignInLocked = new(FaultKind.NotSignedIn, "SIGN_IN_LOCKED", "连续5次登录不成功，已锁定15分钟。请稍后再试，或联系安全管理员解锁（GB/T 22239-2019 8.1.4.1）。");
    public static readonly FaultType UserNameTaken = new(FaultKind.Exists, "USER_NAME_TAKEN", "该用户名已被使用，请换用其他用户名。");
    public static readonly FaultType PasswordWrong = new(FaultKind.Refused, "PASSWORD_WRONG", "当前密码不正确，密码未修改。");
    public static readonly FaultType PasswordUnchanged = new(FaultKind.Refused, "PASSWORD_UNCHANGED", "新密码不得与当前密码相同，请另设密码。");
    public static readonly FaultType AccountNotLocked = new(FaultKind.Refused, "ACCOUNT_NOT_LOCKED", "该账号没有被锁定，无需解锁。");
}
