import { check, must } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf, locationOf } from "../account/index.ts";
import { SEVERITIES, type Severity } from "./alarm.ts";

/** Where alarms send to: one topic a severity, made in this stack or in another one. */
export abstract class NotificationTopics extends Construct {
  /** What the topics' names begin with. */
  abstract readonly name: string;

  /** ARN of the topic of a severity, known at synth. */
  topicArn(severity: Severity): string {
    check(this, [
      must(
        locationOf(this).accountId !== "*",
        "stack",
        "name its one account in the AWS provider's allowedAccountIds: the topics' ARNs bear it",
      ),
    ]);
    return arnOf(this, "sns", topicName(this.name, severity));
  }
}

/** Topics that another stack makes: their names are all there is to know. */
export class ExistingNotifications extends NotificationTopics {
  readonly name: string;

  constructor(scope: Construct, id: string, props: { readonly name: string }) {
    super(scope, id);
    this.name = props.name;
  }
}

/** Name of the topic of a severity. */
export function topicName(name: string, severity: Severity): string {
  return `${name}-${severity}`;
}

/** The longest name that a topic gets. */
export function longestTopicName(name: string): string {
  return SEVERITIES.map((severity) => topicName(name, severity)).reduce((a, b) =>
    a.length >= b.length ? a : b,
  );
}
