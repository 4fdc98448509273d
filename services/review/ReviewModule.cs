using EnforcementPlatform.Contracts.Records;
using EnforcementPlatform.Contracts.Review;
using EnforcementPlatform.Kernel;
using EnforcementPlatform.Kernel.Views;
using EnforcementPlatform.Law;
using EnforcementPlatform.Review.Facts;
using Google.Protobuf.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace EnforcementPlatform.Review;

/// <summary>The role <c>review</c>: the legal review (法制审核) before a decision.</summary>
public sealed class ReviewModule : LedgerRole
{
    public override string Name => ServiceRole.Review;

    public override RolePorts Ports { get; } = new() { Http = 5120, Grpc = 5121 };

    protected override IEnumerable<FileDescriptor> Messages =>
    [
        ReviewFactsReflection.Descriptor,
        ReviewersFactsReflection.Descriptor,
        Contracts.Review.EventsReflection.Descriptor,
        PeopleEventsReflection.Descriptor,
        EditionEventsReflection.Descriptor,
    ];

    protected override IReadOnlyCollection<View> Views { get; } = [new ReviewsView()];

    protected override void Register(IServiceCollection services, PlatformOptions options)
    {
        AddPeopleCopies(services);
        AddEditionCopies(services);
        AddStreams<ReviewState>(services, "reviews", "case_id");
        AddStreams<ReviewersState>(services, "reviewers", "");
        services.AddSingleton<IDrafts>(provider => new GrpcDrafts(() => new(provider.GetRequiredService<Peers>().To(ServiceRole.Records, Name))));
        Hear<OnReviewerChanged>(services);
        Hear<OnDraftChanged>(services);
        Add<ReviewRpcs>(services);
    }

    public override void Map(RoleEndpoints endpoints) => endpoints.Grpc<ReviewRpcs>();
}
