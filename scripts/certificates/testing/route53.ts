import type { Call } from "../../../modules/aws/testing/judge-policy.ts";

/** One record as a call would change it. */
export type Change = readonly [action: string, type: string, name: string];

const KEYS = "route53:ChangeResourceRecordSets";

/** Paths of Route 53's interface, the action that each is, and what it is done to. */
const ROUTES: readonly (readonly [pattern: RegExp, action: string, resource: string])[] = [
  [/^GET \/hostedzone$/, "ListHostedZones", "*"],
  [/^POST \/hostedzone$/, "CreateHostedZone", "*"],
  [/^GET \/hostedzonesbyname$/, "ListHostedZonesByName", "*"],
  [/^GET \/change\/(\w+)$/, "GetChange", "change"],
  [/^GET \/hostedzone\/(\w+)$/, "GetHostedZone", "hostedzone"],
  [/^DELETE \/hostedzone\/(\w+)$/, "DeleteHostedZone", "hostedzone"],
  [/^GET \/hostedzone\/(\w+)\/rrset$/, "ListResourceRecordSets", "hostedzone"],
  [/^POST \/hostedzone\/(\w+)\/rrset$/, "ChangeResourceRecordSets", "hostedzone"],
];

/** What a request asks for; what is not known here is an action that no policy grants. */
export function routeCall(method: string, url: string, body: string): Call {
  const path = url.replace(/\?.*$/, "").replace("/2013-04-01", "").replace(/\/$/, "");
  for (const [pattern, action, resource] of ROUTES) {
    const found = pattern.exec(`${method} ${path}`);
    if (!found) continue;
    const arn = resource === "*" ? "*" : `arn:aws:route53:::${resource}/${found[1]}`;
    const isChange = action === "ChangeResourceRecordSets";
    return {
      action: `route53:${action}`,
      resource: arn,
      ...(isChange && { keys: changeKeys(changesOf(body)) }),
    };
  }
  return { action: `unknown:${method} ${path}`, resource: "*" };
}

/** The body of a call that changes records. */
export function changeBody(changes: readonly Change[]): string {
  const each = changes.map(
    ([action, type, name]) =>
      `<Change><Action>${action}</Action><ResourceRecordSet><Name>${name}</Name><Type>${type}</Type><TTL>10</TTL><ResourceRecords><ResourceRecord><Value>"x"</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>`,
  );
  return `<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes>${each.join("")}</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
}

function changesOf(body: string): Change[] {
  return [...body.matchAll(/<Change>([\s\S]*?)<\/Change>/g)].map(([, change]) => {
    const value = (name: string) =>
      new RegExp(`<${name}>([^<]*)</${name}>`).exec(change!)?.[1] ?? "";
    return [value("Action"), value("Type"), value("Name")];
  });
}

/** The three keys that Route 53 sets; names in its normal form. */
function changeKeys(changes: readonly Change[]): Record<string, string[]> {
  return {
    [`${KEYS}Actions`]: changes.map(([action]) => action),
    [`${KEYS}RecordTypes`]: changes.map(([, type]) => type),
    [`${KEYS}NormalizedRecordNames`]: changes.map(([, , name]) => normal(name)),
  };
}

/** Lower case, no final dot, everything but letters, digits, `-`, `_` and `.` as an octal escape. */
function normal(name: string): string {
  return name
    .replace(/\.$/, "")
    .toLowerCase()
    .replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/[^a-z0-9._-]/g, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`);
}
