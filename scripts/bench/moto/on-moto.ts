import type { Environment } from "@groundplan/environments/environment";
import type { StackJson } from "../../check/aws-provider/older-provider.ts";
import { protectionsOff } from "../../rehearsal/run/protections.ts";
import type { StackTemplate } from "../../stacks/template.ts";
import { MOTO_ACCOUNT } from "../../state/testing/servers.ts";

/** Types that are left out on both sides, and what moto does not answer as AWS does. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  aws_budgets_budget: "it knows no DescribeSubscribersForNotification",
  aws_chatbot_slack_channel_configuration: "it knows no CreateSlackChannelConfiguration",
  aws_sqs_queue_redrive_allow_policy: "its GetQueueAttributes tells no RedriveAllowPolicy",
};

/** Stacks that are left out, by app and layer, and why. */
export const LEFT_OUT_STACKS: Readonly<Record<string, string>> = {
  "music-library-search":
    "it knows no UpdateDomainConfig; the provider waits many minutes until it looks at a domain",
};

/** What stands in for outputs of stacks that are not here. */
export function standIns(environment: string): Readonly<Record<string, string>> {
  return {
    host_public_ip: "203.0.113.10",
    host_service_account_id: "100000000000000000001",
    search_endpoint: "vpc-search.eu-west-1.es.amazonaws.com",
    // A group must stand somewhere.
    search_security_group_id: `\${module.${environment}-music-library-data.data_security_group_id}`,
  };
}

/** What is said otherwise on both sides, and why. */
const OTHERWISE: readonly (readonly [from: string, to: string, why: string])[] = [
  ['"wait_for_steady_state":true', '"wait_for_steady_state":false', "moto starts no task"],
  ['"key_algorithm":"EC_prime256v1"', '"key_algorithm":"RSA_2048"', "moto makes no other keys"],
];

/** A zone that an author writes down once it is made. */
const WRITTEN_ZONE = /"zone_id":"Z[0-9A-Z]+"/g;

/** A stack in the account that moto answers for, unprotected: it is to be destroyed. */
export function onMoto(template: StackJson, { name, aws }: Environment): StackJson {
  const zone = `\${data.terraform_remote_state.state-of-${name}-music-graph-zone.outputs.zone_id}`;
  const kept = Object.entries(template.resource ?? {}).filter(
    ([type]) => !Object.hasOwn(LEFT_OUT, type),
  );
  const text = JSON.stringify(unprotected({ ...template, resource: Object.fromEntries(kept) }))
    .replaceAll(aws?.accountId ?? MOTO_ACCOUNT, MOTO_ACCOUNT)
    .replaceAll(WRITTEN_ZONE, `"zone_id":"${zone}"`);
  return JSON.parse(OTHERWISE.reduce((json, [from, to]) => json.replaceAll(from, to), text));
}

function unprotected(template: StackJson): StackJson {
  const whole = structuredClone(template);
  const off = protectionsOff(template as StackTemplate)?.["resource"] as StackJson["resource"];
  for (const [type, byName] of Object.entries(off ?? {})) {
    for (const [name, { lifecycle, ...change }] of Object.entries(byName)) {
      const body = whole.resource![type]![name]!;
      Object.assign(body, change);
      if (lifecycle) body["lifecycle"] = { ...(body["lifecycle"] as object), ...lifecycle };
    }
  }
  return whole;
}
