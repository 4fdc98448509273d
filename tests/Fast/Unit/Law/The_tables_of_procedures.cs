using System.Xml.Linq;
using EnforcementPlatform.Law;
using EnforcementPlatform.Tests.Fast.Fakes;
using Xunit;

namespace EnforcementPlatform.Tests.Fast.Unit.Law;

/// <summary>A procedure is a table that is sound in itself, and its flow chart shows all of its course.</summary>
public sealed class The_tables_of_procedures
{
    public static TheoryData<string> Codes => [.. ProcedureTable.All.Select(procedure => procedure.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Are_sound(string code) => Assert.Empty(Of(code).Mistakes());

    [Fact]
    public void Would_be_found_unsound()
    {
        var wrong = new Procedure(
            "wrong",
            "试验",
            Instruments.PenaltyLaw,
            [new("A", "甲"), new("A", "甲"), new("B", "乙"), new("OFF", "外") { GoesOnFrom = "NONE" }],
            [new("Begin", "开始", Move.Into("A", Procedure.Beginning)), new("Begin", "开始", Move.Into("C", "A")), new("Nowhere", "无"), new("Twice", "两次", new Move("A", "A"), new Move("A", "B"))],
            [new("Begin", Procedure.Beginning, "开始"), new("Missing", "NONE", "无")]);

        Assert.Equal(
            [
                "stage A stands twice", "step Begin stands twice", "step Begin names C, which is no stage", "step Nowhere leads nowhere", "step Twice leads from A twice", "the course names Missing, which is no step",
                "the course waits at NONE for Missing, which is no stage of it", "stage OFF goes on from NONE, which is no stage of the course", "stage OFF is never reached",
            ],
            wrong.Mistakes());
    }

    /// <summary>Each step of the course is possible where the one before it led, so that whoever follows the advice comes to the end.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void Lead_along_their_course_to_its_last_stage(string code)
    {
        var procedure = Of(code);
        var stage = Procedure.Beginning;
        foreach (var step in procedure.Course)
        {
            stage = procedure.Next(stage, step.Step) ?? throw new InvalidOperationException($"{step.Step} is not possible at {stage}");
        }

        Assert.Equal(procedure.Stages.Last(one => one.GoesOnFrom is null).Code, stage);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Are_drawn_with_every_step_and_article(string code)
    {
        var procedure = Of(code);
        var chart = XElement.Parse(FlowChart.Draw(procedure));
        XNamespace svg = "http://www.w3.org/2000/svg";
        var text = string.Concat(chart.Descendants(svg + "text").Select(one => one.Value));

        Assert.Equal(procedure.Course.Length, chart.Descendants(svg + "rect").Count());
        Assert.Equal(procedure.Course.Count(step => step.IsConditional), chart.Descendants(svg + "rect").Count(box => box.Attribute("stroke-dasharray") is not null));
        Assert.All(procedure.Course, step => Assert.Contains(step.Words, text, StringComparison.Ordinal));
        Assert.All(procedure.Course.SelectMany(step => step.Basis), citation => Assert.Contains(citation.Place, text, StringComparison.Ordinal));
        Assert.All(procedure.Stages, stage => Assert.Contains(stage.Words, text, StringComparison.Ordinal));
    }

    /// <summary>The file that the READMEs show.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void Are_drawn_as_committed(string code) =>
        Assert.Equal(File.ReadAllText(RepositoryFiles.At("services", "law", "procedures", $"{code}.svg")).ReplaceLineEndings("\n"), FlowChart.Draw(Of(code)).ReplaceLineEndings("\n"));

    private static Procedure Of(string code) => ProcedureTable.All.Single(procedure => procedure.Code == code);
}
