using EnforcementPlatform.Kernel;

namespace EnforcementPlatform.Records;

/// <summary>Refusals of accounts and sign-in.</summary>
internal static class AccountFaults
{
    public static readonly FaultType SignInFailed = new(FaultKind.NotSignedIn, "SIGN_IN_FAILED", "用户名或密码不正确，请重新输入。连续5次不正确将锁定15分钟。");
    public static readonly FaultType SignInLocked = new(FaultKind.NotSignedIn, "SIGN_IN_LOCKED", "连续5次登录不成功，已锁定15分钟。请稍后再试，或联系安全管理员解锁（GB/T 22239-2019 8.1.4.1）。");
    public static readonly FaultType SignInBusy = new(FaultKind.Exhausted, "SIGN_IN_BUSY", "登录请求过多，请在{seconds}秒后再试。");
    public static readonly FaultType CredentialDamaged = new(
        FaultKind.Unavailable,
        "CREDENTIAL_DAMAGED",
        "该账号的登录凭据缺失或与账本中的承诺不一致，已停止使用（GB/T 22239-2019 8.1.4.7）。请联系安全管理员重置密码，并由运维人员执行enforce verify查明受损范围。");
    public static readonly FaultType SessionOver = new(FaultKind.NotSignedIn, "SESSION_ENDED", "登录会话已结束或已超时，请重新登录。");
    public static readonly FaultType NoSession = new(FaultKind.Refused, "NO_SESSION", "本次登录不属于任何会话，无需退出；如需使全部登录失效，请选择退出全部会话。");
    public static readonly FaultType UserNameTaken = new(FaultKind.Exists, "USER_NAME_TAKEN", "该用户名已被使用，请换用其他用户名。");
    public static readonly FaultType AccountHeld = new(FaultKind.Exists, "ACCOUNT_HELD", "该人员已有账号，一人只能有一个有效账号。如无法登录，请重置其密码；如需更换，请先关闭原账号。");
    public static readonly FaultType AccountIsClosed = new(FaultKind.Refused, "ACCOUNT_CLOSED", "该账号已关闭或尚未批准开立，不能办理此项操作。");
    public static readonly FaultType ChangePending = new(FaultKind.Refused, "CHANGE_PENDING", "该账号已有待批准的申请，请先由另一名管理员批准或否决。");
    public static readonly FaultType NothingPending = new(FaultKind.Refused, "NOTHING_PENDING", "该账号没有此项待批准的申请，可能已被批准、否决或撤回，请刷新后核对。");
    public static readonly FaultType SecondPersonRequired = new(
        FaultKind.Refused,
        "SECOND_PERSON_REQUIRED",
        "账号的开立、关闭和密码重置须由两人办理：申请人不得批准自己的申请（GB/T 22239-2019 8.1.4.2）。请由本单位另一名安全管理员或系统管理员批准。");
    public static readonly FaultType HolderMayNotDecline = new(
        FaultKind.Refused,
        "HOLDER_MAY_NOT_DECLINE",
        "不得否决他人对本人账号提出的申请，以免账号被冒用时无法处置（GB/T 22239-2019 8.1.4.2）。请由申请人撤回，或由本单位另一名安全管理员或系统管理员否决。");
    public static readonly FaultType PasswordWrong = new(FaultKind.Refused, "PASSWORD_WRONG", "当前密码不正确，密码未修改。");
    public static readonly FaultType PasswordUnchanged = new(FaultKind.Refused, "PASSWORD_UNCHANGED", "新密码不得与当前密码相同，请另设密码。");
    public static readonly FaultType AccountNotLocked = new(FaultKind.Refused, "ACCOUNT_NOT_LOCKED", "该账号没有被锁定，无需解锁。");
}
