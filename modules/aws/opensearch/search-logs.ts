import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy/index.js";
import { Construct } from "constructs";
import { arnOf, locationOf } from "../account/index.ts";
import { policyJson } from "../iam/index.ts";

/** Logs of a domain, by the last part of their group's name. */
const LOGS = {
  application: "ES_APPLICATION_LOGS",
  "slow-index": "INDEX_SLOW_LOGS",
  "slow-search": "SEARCH_SLOW_LOGS",
  audit: "AUDIT_LOGS",
} as const;

/** Log groups of a domain, and the policy that lets OpenSearch write to them and no others. */
export class SearchLogs extends Construct {
  readonly groups: Readonly<Record<string, CloudwatchLogGroup>>;
  /** Before it, AWS refuses a domain that names the groups. */
  readonly policy: CloudwatchLogResourcePolicy;

  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly domainName: string;
      readonly audit: boolean;
      readonly retentionDays: number;
    },
  ) {
    super(scope, id);
    const { domainName } = props;
    const names = Object.keys(LOGS).filter((name) => name !== "audit" || props.audit);
    this.groups = Object.fromEntries(
      names.map((name) => [
        name,
        new CloudwatchLogGroup(this, name, {
          name: `${prefixOf(domainName)}${name}`,
          retentionInDays: props.retentionDays,
        }),
      ]),
    );
    this.policy = this.createPolicy(domainName);
  }

  /** What the domain is told of them. */
  get publishing() {
    return Object.entries(this.groups).map(([name, { arn }]) => ({
      logType: LOGS[name as keyof typeof LOGS],
      cloudwatchLogGroupArn: arn,
    }));
  }

  private createPolicy(domainName: string): CloudwatchLogResourcePolicy {
    const groups = arnOf(this, "logs", `log-group:${prefixOf(domainName)}*`);
    return new CloudwatchLogResourcePolicy(this, "policy", {
      policyName: `opensearch-${domainName}`,
      policyDocument: policyJson([
        {
          sid: "WriteLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"],
          principals: { Service: ["es.amazonaws.com"] },
          resources: [groups],
          conditions: { StringLike: { "aws:SourceAccount": [locationOf(this).accountId] } },
        },
      ]),
    });
  }
}

function prefixOf(domainName: string): string {
  return `/aws/opensearch/${domainName}/`;
}
