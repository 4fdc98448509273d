using EnforcementPlatform.Law;

namespace EnforcementPlatform.Kernel;

/// <summary>The refusal that a rule of the law library makes: its code is the reason, its sentence with articles and remedy the message.</summary>
public static class RuleFaults
{
    extension(Rule rule)
    {
        public FaultType ToFault() => new(FaultKind.Refused, rule.Code, rule.ToChinese());
    }

    extension<TFacts>(Rule<TFacts> rule)
    {
        /// <summary>Refuses facts by which the rule does not hold.</summary>
        public void Require(TFacts facts)
        {
            if (!rule.Holds(facts))
            {
                throw rule.ToFault().Now();
            }
        }
    }
}
