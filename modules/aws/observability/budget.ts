import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget/index.js";
import { check, matching, must, whole } from "@groundplan/core/problems";
import type { ModuleProps } from "@groundplan/core/stage";
import { Construct } from "constructs";
import type { NotificationTopics } from "./notification-topics.ts";

export interface BudgetProps extends ModuleProps {
  /** Name, at most 100 characters, one in the account. Changing it replaces the budget. */
  readonly name: string;

  /** Whole US dollars that a month may cost. A change is made in place. */
  readonly usdPerMonth: number;

  /** Who is told: those who hear warnings, as no bill wakes anybody. */
  readonly notifications: NotificationTopics;

  /**
   * Counts only what bears this tag. It must be switched on as a cost allocation tag in the account that
   * pays, which works from the next day on and not backwards. A change is made in place.
   *
   * @default the whole account
   */
  readonly tag?: { readonly key: string; readonly value: string };
}

/** What a month may cost, and who is told at 80 %, when it is used up, and when it will be. */
export class Budget extends Construct {
  readonly budget: BudgetsBudget;

  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const { name, usdPerMonth, tag } = props;
    check(this, [
      matching("name", name, /^[^:\\]{1,100}$/, "have 1 to 100 characters without : and \\"),
      must(usdPerMonth > 0, "usdPerMonth", "be more than 0", usdPerMonth),
      whole("usdPerMonth", usdPerMonth),
    ]);
    const told = {
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [props.notifications.topicArn("warning")],
    };
    this.budget = new BudgetsBudget(this, "Default", {
      name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: `${usdPerMonth}.0`,
      limitUnit: "USD",
      costFilter: tag && [{ name: "TagKeyValue", values: [`user:${tag.key}$${tag.value}`] }],
      notification: [
        { ...told, notificationType: "ACTUAL", threshold: 80 },
        { ...told, notificationType: "ACTUAL", threshold: 100 },
        { ...told, notificationType: "FORECASTED", threshold: 100 },
      ],
    });
  }
}
