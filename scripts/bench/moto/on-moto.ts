import type { Environment } from "@groundplan/environments/environment";
import type { StackJson } from "../../check/aws-provider/older-provider.ts";
import { protectionsOff } from "../../rehearsal/run/protections.ts";
import type { StackTemplate } from "../../stacks/template.ts";
import { MOTO_ACCOUNT } from "../../state/testing/servers.ts";

/** What stands in for outputs of stacks that are not on AWS. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  host_public_ip: "203.0.113.10",
  host_service_account_id: "100000000000000000001",
};

/** What is said otherwise on both sides, and why. */
const OTHERWISE: readonly (readonly [from: string, to: string, why: string])[] = [
  ['"wait_for_steady_state":true', '"wait_for_steady_state":false', "moto starts no task"],
  ['"key_algorithm":"EC_prime256v1"', '"key_algorithm":"RSA_2048"', "moto makes no other keys"],
];

/**
 * Types of which the real provider looks at first when a minute or ten are over, or when its time is:
 * moto has all at once.
 */
const IMPATIENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_opensearch_domain: { create: "1s", update: "1s", delete: "1s" },
  aws_opensearch_domain_policy: { update: "1s", delete: "1s" },
};

/** A zone that an author writes down once it is made. */
const WRITTEN_ZONE = /"zone_id":"Z[0-9A-Z]+"/g;

/** A stack in the account that moto answers for, unprotected: it is to be destroyed. */
export function onMoto(template: StackJson, { name, aws }: Environment): StackJson {
  const zone = `\${data.terraform_remote_state.state-of-${name}-music-graph-zone.outputs.zone_id}`;
  const text = JSON.stringify(impatient(unprotected(template)))
    .replaceAll(aws?.accountId ?? MOTO_ACCOUNT, MOTO_ACCOUNT)
    .replaceAll(WRITTEN_ZONE, `"zone_id":"${zone}"`);
  return JSON.parse(OTHERWISE.reduce((json, [from, to]) => json.replaceAll(from, to), text));
}

function impatient(template: StackJson): StackJson {
  const resource = Object.entries(template.resource ?? {}).map(([type, byName]) => {
    const timeouts = IMPATIENT[type];
    if (!timeouts) return [type, byName];
    const bodies = Object.entries(byName).map(([name, body]) => [name, { ...body, timeouts }]);
    return [type, Object.fromEntries(bodies)];
  });
  return { ...template, resource: Object.fromEntries(resource) };
}

function unprotected(template: StackJson): StackJson {
  const whole = structuredClone(template);
  const off = protectionsOff(template as StackTemplate)?.["resource"] as StackJson["resource"];
  for (const [type, byName] of Object.entries(off ?? {})) {
    for (const [name, { lifecycle, ...change }] of Object.entries(byName)) {
      const body = whole.resource![type]![name]!;
      // A switch that nobody wrote is off on AWS, and may be one that the older provider does not know.
      const written = Object.entries(change).filter(
        ([key, value]) => value !== false || key in body,
      );
      Object.assign(body, Object.fromEntries(written));
      if (lifecycle) body["lifecycle"] = { ...(body["lifecycle"] as object), ...lifecycle };
    }
  }
  return whole;
}
