using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection;
using Grpc.Reflection.V1Alpha;
using Microsoft.AspNetCore.Http;

namespace EnforcementPlatform.Kernel;

/// <summary>gRPC reflection of the role whose port was called. The contracts are public; who may call them is not said here.</summary>
internal sealed class RoleReflection(RunningRoles roles) : ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        var contracts = roles[RoleOfConnection.Of(context.GetHttpContext())].Endpoints!.Contracts;
        return new ReflectionServiceImpl([.. contracts, Health.Descriptor, ServerReflection.Descriptor, Grpc.Reflection.V1.ServerReflection.Descriptor])
            .ServerReflectionInfo(requestStream, responseStream, context);
    }
}

/// <summary>The same by the name that reflection has had since 2023 (grpc.reflection.v1), which newer tools ask for first.</summary>
internal sealed class RoleReflectionV1(RunningRoles roles) : Grpc.Reflection.V1.ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<Grpc.Reflection.V1.ServerReflectionRequest> requestStream,
        IServerStreamWriter<Grpc.Reflection.V1.ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        var contracts = roles[RoleOfConnection.Of(context.GetHttpContext())].Endpoints!.Contracts;
        return new ReflectionV1ServiceImpl([.. contracts, Health.Descriptor, Grpc.Reflection.V1.ServerReflection.Descriptor, ServerReflection.Descriptor])
            .ServerReflectionInfo(requestStream, responseStream, context);
    }
}
