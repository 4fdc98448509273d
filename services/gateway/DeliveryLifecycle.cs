using System.ComponentModel;
using EnforcementPlatform.Contracts.Gateway;
using static EnforcementPlatform.Contracts.Gateway.DeliveryState;
using static EnforcementPlatform.Gateway.DeliveryAction;

namespace EnforcementPlatform.Gateway;

/// <summary>What happens to an item of a delivery. Where the outcome decides the next state, each outcome is an action of its own.</summary>
internal enum DeliveryAction
{
    [Description("列入发送")]
    QueueItem,

    [Description("作本地校验")]
    FindUnfit,

    [Description("以新版本取代")]
    SupersedeItem,

    [Description("发送")]
    BeginAttempt,

    [Description("登记平台的答复")]
    NoteConfirmed,

    [Description("登记平台的答复")]
    NoteTakenIn,

    [Description("登记平台的答复")]
    NoteRejected,

    [Description("登记发送未成")]
    NoteOutOfReach,

    [Description("登记发送未成")]
    NoteNoAnswer,

    [Description("登记平台查无记录")]
    NoteAbsent,

    [Description("转人工处理")]
    LeaveToPerson,

    [Description("尽快重试")]
    RetryDelivery,

    [Description("登记人工处理结果")]
    ResolveConfirmed,

    [Description("登记人工处理结果")]
    ResolveNotAccepted,
}

/// <summary>
/// The whole course of one item in one table: the state after an action, or null where the state does not allow it. There is no failure after
/// so many attempts: an outage leads back to <c>Retrying</c> for as long as it lasts.
/// </summary>
internal static class DeliveryLifecycle
{
    public static DeliveryState? Next(DeliveryState state, DeliveryAction action) => (state, action) switch
    {
        (Unspecified, QueueItem) => Ready,
        (Unspecified, FindUnfit) => Unfit,

        // Only what the platform certainly does not have is replaced unsent, or sent. What it refused, or would refuse, is replaced too, so that
        // nobody can send it once more after the withdrawal.
        (Ready or Retrying or Rejected or Unfit, SupersedeItem) => Superseded,
        (Ready or Retrying, BeginAttempt) => Sending,

        // An outcome that comes after the attempt was given up for lost still counts.
        (Sending or Unknown or AwaitingReceipt, NoteConfirmed) => Confirmed,
        (Sending or Unknown or AwaitingReceipt, NoteTakenIn) => AwaitingReceipt,
        (Sending or Unknown or AwaitingReceipt, NoteRejected) => Rejected,
        (Sending or Unknown, NoteOutOfReach) => Retrying,
        (Sending, NoteNoAnswer) => Unknown,
        (Unknown or AwaitingReceipt, NoteAbsent) => Retrying,
        (Sending or Unknown or AwaitingReceipt, LeaveToPerson) => Manual,

        (Ready or Retrying or Unknown or AwaitingReceipt, RetryDelivery) => state,
        (Rejected, RetryDelivery) => Ready,
        (Manual, ResolveConfirmed) => Confirmed,
        (Manual, ResolveNotAccepted) => Ready,

        _ => null,
    };

    /// <summary>True while the gateway itself goes on with an item.</summary>
    public static bool IsUnderWay(DeliveryState state) => state is Ready or Sending or Unknown or Retrying or AwaitingReceipt;

    /// <summary>True while nothing later of the same record may be sent: what the platform has is not known yet.</summary>
    public static bool HoldsBack(DeliveryState state) => IsUnderWay(state) || state == Manual;
}
