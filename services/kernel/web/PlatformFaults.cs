namespace EnforcementPlatform.Kernel;

/// <summary>Refusals of the platform itself, before any service is reached.</summary>
public static class PlatformFaults
{
    public static readonly FaultType NoSuchRoute = new(FaultKind.NotFound, "NO_SUCH_ROUTE", "没有这个接口地址，请核对接口文档。");
    public static readonly FaultType NoSuchMethod = new(FaultKind.NotServed, "NO_SUCH_METHOD", "本服务没有这个接口，请核对接口文档和服务地址。");
    public static readonly FaultType WrongVerb = new(FaultKind.NotServed, "WRONG_VERB", "该接口地址不支持这种HTTP方法，请核对接口文档。");
    public static readonly FaultType WrongContentType = new(FaultKind.Malformed, "WRONG_CONTENT_TYPE", "请求内容的类型不对：应为UTF-8编码的application/json。");
    public static readonly FaultType UnsupportedEncoding = new(FaultKind.NotServed, "UNSUPPORTED_ENCODING", "不支持请求所用的压缩方式，请改用gzip或不压缩。");
    public static readonly FaultType RequestTooLarge = new(FaultKind.Exhausted, "REQUEST_TOO_LARGE", "请求内容超过大小上限，请分次提交；文件请用上传接口。");
    public static readonly FaultType CallerLeft = new(FaultKind.Cancelled, "CALLER_LEFT", "调用方已取消请求。");
    public static readonly FaultType TooLate = new(FaultKind.TimedOut, "TOO_LATE", "未能在调用方给定的时限内完成，可用同一请求编号重试。");
}
