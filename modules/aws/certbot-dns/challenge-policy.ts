import type { PolicyStatement } from "../iam/index.ts";
import { challengeNames } from "./challenge-names.ts";
import type { ChallengeZone, ChallengeZones } from "./challenge-zone.ts";

/** What may be done with a challenge record. */
export type RecordChange = "UPSERT" | "CREATE" | "DELETE";

/** What certbot's Route 53 plugin does: it never creates, and deletes when it cleans up. */
export const CERTBOT_CHANGES: readonly RecordChange[] = ["UPSERT", "DELETE"];

/** Keys that say what a call would change. Route 53 sets them for this one action. */
const RECORD_NAMES = "route53:ChangeResourceRecordSetsNormalizedRecordNames";
const RECORD_TYPES = "route53:ChangeResourceRecordSetsRecordTypes";
const RECORD_ACTIONS = "route53:ChangeResourceRecordSetsActions";

/**
 * The least that DNS-01 needs: find the zone, change the challenge records, wait for the change.
 * Only the listing has no narrower resource; it tells the names of the account's zones.
 */
export function challengePolicy(
  zones: ChallengeZones,
  changes: readonly RecordChange[] = CERTBOT_CHANGES,
): PolicyStatement[] {
  return [
    { sid: "FindZone", actions: ["route53:ListHostedZones"], resources: ["*"] },
    {
      sid: "WaitForChange",
      actions: ["route53:GetChange"],
      resources: ["arn:aws:route53:::change/*"],
    },
    ...Object.keys(zones)
      .sort()
      .map((key) => changeStatement(key, zones[key]!, changes)),
  ];
}

function changeStatement(
  key: string,
  { zoneId, names }: ChallengeZone,
  changes: readonly RecordChange[],
): PolicyStatement {
  const records = "anyName" in names ? ["_acme-challenge.*"] : challengeNames(names);
  return {
    sid: `ChangeChallenges${pascal(key)}`,
    actions: ["route53:ChangeResourceRecordSets"],
    resources: [`arn:aws:route53:::hostedzone/${zoneId}`],
    conditions: {
      // StringLike for plain names too: an exact StringEquals did not match for one client
      // (certbot#9281), and a name without a wildcard means the same in both.
      "ForAllValues:StringLike": { [RECORD_NAMES]: records },
      "ForAllValues:StringEquals": { [RECORD_TYPES]: ["TXT"], [RECORD_ACTIONS]: changes },
      // ForAllValues holds for a call without any value: the keys must be there.
      Null: { [RECORD_NAMES]: ["false"], [RECORD_TYPES]: ["false"], [RECORD_ACTIONS]: ["false"] },
    },
  };
}

function pascal(key: string): string {
  return key
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
