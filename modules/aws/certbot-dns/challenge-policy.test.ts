import { describe, expect, it } from "vitest";
import { policyJson } from "../iam/index.ts";
import { allows } from "../testing/judge-policy.ts";
import { challengePolicy } from "./challenge-policy.ts";
import type { ChallengeZones } from "./challenge-zone.ts";

const NAMES = "route53:ChangeResourceRecordSetsNormalizedRecordNames";
const TYPES = "route53:ChangeResourceRecordSetsRecordTypes";
const ACTIONS = "route53:ChangeResourceRecordSetsActions";

const ZONES: ChallengeZones = {
  main: { zoneId: "Z0MAIN", domain: "example.com", names: ["*.example.com", "API.example.com"] },
};

const LIST = {
  Sid: "FindZone",
  Effect: "Allow",
  Action: ["route53:ListHostedZones"],
  Resource: ["*"],
};
const WAIT = {
  Sid: "WaitForChange",
  Effect: "Allow",
  Action: ["route53:GetChange"],
  Resource: ["arn:aws:route53:::change/*"],
};

function change(sid: string, zoneId: string, names: string[], actions: string[]) {
  return {
    Sid: sid,
    Effect: "Allow",
    Action: ["route53:ChangeResourceRecordSets"],
    Resource: [`arn:aws:route53:::hostedzone/${zoneId}`],
    Condition: {
      "ForAllValues:StringLike": { [NAMES]: names },
      "ForAllValues:StringEquals": { [TYPES]: ["TXT"], [ACTIONS]: actions },
      Null: { [NAMES]: ["false"], [TYPES]: ["false"], [ACTIONS]: ["false"] },
    },
  };
}

function document(...args: Parameters<typeof challengePolicy>) {
  return JSON.parse(policyJson(challengePolicy(...args)));
}

describe("challengePolicy", () => {
  it("grants the challenge records of the names, as TXT, to upsert and delete", () => {
    const records = ["_acme-challenge.api.example.com", "_acme-challenge.example.com"];
    expect(document(ZONES)).toEqual({
      Version: "2012-10-17",
      Statement: [
        LIST,
        WAIT,
        change("ChangeChallengesMain", "Z0MAIN", records, ["UPSERT", "DELETE"]),
      ],
    });
  });

  it("has one statement a zone, in the order of keys and not of typing", () => {
    const two: ChallengeZones = {
      "old-zone": { zoneId: "Z0OLD", domain: "example.net", names: ["example.net"] },
      main: { zoneId: "Z0MAIN", domain: "example.com", names: ["example.com"] },
    };
    expect(document(two).Statement.slice(2)).toEqual([
      change(
        "ChangeChallengesMain",
        "Z0MAIN",
        ["_acme-challenge.example.com"],
        ["UPSERT", "DELETE"],
      ),
      change(
        "ChangeChallengesOldZone",
        "Z0OLD",
        ["_acme-challenge.example.net"],
        ["UPSERT", "DELETE"],
      ),
    ]);
  });

  it("grants every challenge record of a zone where a reason is given, and no other record", () => {
    const any = { reason: "Customers bring names of their own" };
    const zones = { main: { zoneId: "Z0MAIN", domain: "example.com", names: { anyName: any } } };
    expect(document(zones, ["CREATE", "DELETE"]).Statement[2]).toEqual(
      change("ChangeChallengesMain", "Z0MAIN", ["_acme-challenge.*"], ["CREATE", "DELETE"]),
    );
  });
});

type Changes = readonly (readonly [action: string, type: string, name: string])[];

const API = "_acme-challenge.api.example.com";

describe("the policy, judged as IAM judges it", () => {
  it.each<[string, boolean, string, Changes]>([
    ["upserts a challenge", true, "Z0MAIN", [["UPSERT", "TXT", API]]],
    ["deletes a challenge", true, "Z0MAIN", [["DELETE", "TXT", API]]],
    [
      "changes the apex for its wildcard",
      true,
      "Z0MAIN",
      [["UPSERT", "TXT", "_acme-challenge.example.com"]],
    ],
    ["creates nothing", false, "Z0MAIN", [["CREATE", "TXT", API]]],
    ["points no name elsewhere", false, "Z0MAIN", [["UPSERT", "A", "api.example.com"]]],
    ["makes no other type of a challenge", false, "Z0MAIN", [["UPSERT", "CNAME", API]]],
    [
      "proves no other name",
      false,
      "Z0MAIN",
      [["UPSERT", "TXT", "_acme-challenge.www.example.com"]],
    ],
    [
      "proves no name below a granted one",
      false,
      "Z0MAIN",
      [["UPSERT", "TXT", "_acme-challenge.v2.api.example.com"]],
    ],
    ["touches no other zone", false, "Z0OTHER", [["UPSERT", "TXT", API]]],
    [
      "hides no change behind a good one",
      false,
      "Z0MAIN",
      [
        ["UPSERT", "TXT", API],
        ["UPSERT", "TXT", "example.com"],
      ],
    ],
    ["is not fooled by a call without changes", false, "Z0MAIN", []],
  ])("%s", (_title, allowed, zone, changes) => {
    expect(mayChange(zone, changes)).toBe(allowed);
  });
});

/** Whether certbot may make the changes, in one call. */
function mayChange(zone: string, changes: Changes): boolean {
  return allows(document(ZONES), {
    action: "route53:ChangeResourceRecordSets",
    resource: `arn:aws:route53:::hostedzone/${zone}`,
    keys: {
      [ACTIONS]: changes.map((each) => each[0]),
      [TYPES]: changes.map((each) => each[1]),
      [NAMES]: changes.map((each) => each[2]),
    },
  });
}
