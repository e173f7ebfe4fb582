/**
 * How much of what the database does is kept: nothing, seven days, or fifteen months with the plans of
 * statements, which costs by the CPU.
 */
export type Insights = "off" | "standard" | "advanced";

/**
 * Days that insights are kept: the free ones, and those that the advanced mode asks for.
 *
 * Source: RDS API reference, "DatabaseInsightsMode" and "PerformanceInsightsRetentionPeriod".
 */
const INSIGHT_DAYS = { standard: 7, advanced: 465 } as const;

/** The words that instances and clusters share. */
export function insightsConfig(insights: Insights, encryptionKeyArn: string | undefined) {
  const shown = insights !== "off";
  return {
    performanceInsightsEnabled: shown,
    performanceInsightsRetentionPeriod: shown ? INSIGHT_DAYS[insights] : undefined,
    performanceInsightsKmsKeyId: shown ? encryptionKeyArn : undefined,
    // Said when off, too: AWS turns nothing off whose mode is still the advanced one.
    databaseInsightsMode: shown ? insights : "standard",
  };
}
