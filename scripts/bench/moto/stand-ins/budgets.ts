import { json, type StandIn } from "./call.ts";

const SERVICE = "AWSBudgetServiceGateway.";

/**
 * Keeps who is told when a budget is nearly spent, and a budget's tags. Moto keeps budgets and their
 * notifications, and cannot be asked for either.
 *
 * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DescribeSubscribersForNotification.html
 */
export function budgets(): StandIn {
  const subscribers = new Map<string, unknown>();
  const tags = new Map<string, unknown>();
  const calls: Readonly<Record<string, (said: Said) => unknown>> = {
    CreateBudget: ({ AccountId, Budget, ResourceTags = [] }) => {
      tags.set(`arn:aws:budgets::${AccountId}:budget/${Budget?.BudgetName}`, ResourceTags);
    },
    CreateNotification: (said) => {
      subscribers.set(keyOf(said), said.Subscribers);
    },
    DescribeSubscribersForNotification: (said) => ({ Subscribers: subscribers.get(keyOf(said)) }),
    ListTagsForResource: ({ ResourceARN }) => ({ ResourceTags: tags.get(`${ResourceARN}`) }),
  };
  return ({ operation, body }) => {
    if (!operation.startsWith(SERVICE)) return undefined;
    const answer = calls[operation.slice(SERVICE.length)]?.(JSON.parse(`${body}`));
    return answer ? json(answer) : undefined;
  };
}

/** What a call says, as far as it matters here. */
interface Said {
  readonly AccountId?: string;
  readonly Budget?: { readonly BudgetName: string };
  readonly BudgetName?: string;
  readonly ResourceTags?: unknown;
  readonly ResourceARN?: string;
  readonly Notification?: Readonly<Record<string, unknown>>;
  readonly Subscribers?: unknown;
}

/** A notification has no name: it is what it waits for. */
function keyOf({ AccountId, BudgetName, Notification = {} }: Said): string {
  const { NotificationType, ComparisonOperator, Threshold, ThresholdType } = Notification;
  const what = [NotificationType, ComparisonOperator, Threshold, ThresholdType];
  return JSON.stringify([AccountId, BudgetName, ...what]);
}
