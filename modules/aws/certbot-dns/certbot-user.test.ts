import { only } from "@groundplan/core/testing/synth";
import { waiversIn } from "@groundplan/core/waivers";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { CertbotUser, type CertbotUserProps } from "./certbot-user.ts";

const PROPS: CertbotUserProps = {
  stage: "prod",
  name: "acme-prod-certbot",
  zones: { main: { zoneId: "Z0MAIN", domain: "example.com", names: ["graph.example.com"] } },
  sourceRanges: ["203.0.113.7/32"],
  waiver: {
    reason: "Rented machine, no identity of its own",
    owner: "platform@example.com",
    until: "2027-03-31",
  },
};

function make(props: Partial<CertbotUserProps>) {
  return synth((stack) => new CertbotUser(stack, "certbot", { ...PROPS, ...props }));
}

describe("CertbotUser", () => {
  it("has its rights from a group, and neither key nor console", () => {
    expect(Object.keys(make({}).resource).sort()).toEqual([
      "aws_iam_group",
      "aws_iam_group_policy",
      "aws_iam_user",
      "aws_iam_user_group_membership",
    ]);
  });

  it("shows the waiver in its tags, in characters that AWS takes", () => {
    expect(only(make({}), "aws_iam_user")).toMatchObject({
      force_destroy: true,
      tags: {
        WaiverReason: "Rented machine_ no identity of its own",
        WaiverOwner: "platform@example.com",
        WaiverUntil: "2027-03-31",
      },
    });
  });

  it("works from the machine's address only, for every right", () => {
    const policy = JSON.parse(only(make({}), "aws_iam_group_policy").policy);
    for (const { Condition } of policy.Statement) {
      expect(Condition.IpAddress).toEqual({ "aws:SourceIp": ["203.0.113.7/32"] });
    }
    expect(policy.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "FindZone",
      "WaitForChange",
      "ChangeChallengesMain",
    ]);
  });

  it("is found when its waiver has run out", () => {
    synth((stack) => {
      new CertbotUser(stack, "certbot", PROPS);
      expect(waiversIn(stack)).toEqual([{ path: "test/certbot", ...PROPS.waiver }]);
    });
  });

  it("takes a boundary", () => {
    const permissionsBoundaryArn = "arn:aws:iam::111122223333:policy/boundary";
    expect(only(make({ permissionsBoundaryArn }), "aws_iam_user").permissions_boundary).toBe(
      permissionsBoundaryArn,
    );
  });

  it("is refused without a good waiver and a narrow range, with all that is wrong", () => {
    const waiver = { reason: "no time", owner: " ", until: "soon" };
    expect(() => make({ waiver, sourceRanges: ["0.0.0.0/0"] })).toThrow(
      'test/certbot: sourceRanges must be IPv4 ranges of /24 or narrower, such as 203.0.113.7/32, got "0.0.0.0/0"\n' +
        'test/certbot: waiver.reason must say why in 10 to 200 characters, got "no time"\n' +
        'test/certbot: waiver.owner must name a team or a person, got " "\n' +
        'test/certbot: waiver.until must be a day such as 2027-03-31, got "soon"',
    );
  });

  it("is refused without any range", () => {
    expect(() => make({ sourceRanges: [] })).toThrow(
      "test/certbot: sourceRanges must hold at least one range",
    );
  });
});
