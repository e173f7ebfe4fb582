import { describe, expect, it } from "vitest";
import type { Json } from "../../stacks/template.ts";
import { plain } from "../phrase.ts";
import { judgeAccess, settleAccess } from "./judge.ts";

function judged(type: string, before: Json | undefined, after: Json | undefined): string[] {
  const subject = { address: `${type}.x`, type, name: "x", before, after };
  return settleAccess(judgeAccess(subject)).map(
    ({ verdict, wide, phrase }) => `${verdict}${wide ? " wide" : ""}: ${plain(phrase)}`,
  );
}

const wall = (rest: Json = {}): Json => ({
  name: "wall",
  source_ranges: ["0.0.0.0/0"],
  deny: [{ protocol: "tcp", ports: ["22"] }],
  ...rest,
});

const acl = (rule_action: string): Json => ({
  ...{ network_acl_id: "acl-1", rule_action, protocol: "tcp", from_port: 22, to_port: 22 },
  cidr_block: "192.0.2.0/24",
});

const member = (...expressions: readonly string[]): Json => ({
  ...{ project: "acme", role: "roles/viewer", member: "user:ann@example.com" },
  condition: expressions.map((expression) => ({ expression })),
});

const role = (permissions_boundary?: string): Json => ({ name: "api", permissions_boundary });

const rule = (ref: string, action: string): Json => ({ ref, action, expression: "true" });
const rules = (...refs: readonly string[]): Json => ({
  rules: refs.map((ref) => rule(ref, ref === "office" ? "skip" : "block")),
});

describe("a limit", () => {
  it.each<[string, string, Json | undefined, Json | undefined, string[]]>([
    [
      "that a firewall of Google's refuses ends when it is switched off",
      "google_compute_firewall",
      wall(),
      wall({ disabled: true }),
      ["broadens wide: firewall wall no longer refuses port 22/tcp from 0.0.0.0/0"],
    ],
    [
      "that a firewall of Google's refuses ends when it goes",
      "google_compute_firewall",
      wall({ direction: "EGRESS", destination_ranges: ["192.0.2.0/24"] }),
      undefined,
      ["broadens: firewall wall no longer refuses port 22/tcp on the way out to 192.0.2.0/24"],
    ],
    [
      "comes with a rule that refuses",
      "google_compute_firewall",
      undefined,
      wall(),
      ["narrows: firewall wall refuses port 22/tcp from 0.0.0.0/0"],
    ],
    [
      "of a network becomes its opposite",
      "aws_network_acl_rule",
      acl("deny"),
      acl("allow"),
      [
        "broadens: port 22/tcp of acl-1 opens to 192.0.2.0/24",
        "broadens: acl-1 no longer refuses port 22/tcp from 192.0.2.0/24",
      ],
    ],
    [
      "by a condition ends",
      "google_project_iam_member",
      member("request.host == 'a'"),
      member(),
      ["broadens: user:ann@example.com gets roles/viewer on project acme"],
    ],
    [
      "by a condition becomes another",
      "google_project_iam_member",
      member("request.host == 'a'"),
      member("request.host == 'b'"),
      [
        "broadens: user:ann@example.com gets roles/viewer on project acme where request.host == 'b'",
        "narrows: user:ann@example.com loses roles/viewer on project acme where request.host == 'a'",
      ],
    ],
    [
      "of a role ends with its boundary",
      "aws_iam_role",
      role("arn:aws:iam::aws:policy/boundary"),
      role(),
      ["broadens wide: role api is no longer limited by arn:aws:iam::aws:policy/boundary"],
    ],
    [
      "of a role becomes another",
      "aws_iam_role",
      role("one"),
      role("two"),
      ["open: role api is limited by two in place of one"],
    ],
    [
      "of a role comes",
      "aws_iam_role",
      role(),
      role("one"),
      ["narrows: role api is limited by one"],
    ],
    ["of a new role is no news", "aws_iam_role", undefined, role("one"), []],
    [
      "is passed by a rule that comes before it now",
      "cloudflare_ruleset",
      rules("bots", "office"),
      rules("office", "bots"),
      ["open: rules come in another order: office stands before bots now"],
    ],
    [
      "keeps its place when another rule comes",
      "cloudflare_ruleset",
      rules("bots", "office"),
      rules("bots", "more", "office"),
      ["narrows: rule more (block) comes"],
    ],
    [
      "of a queue ends with a policy of its own",
      "aws_sqs_queue",
      { name: "jobs", policy: "" },
      {
        name: "jobs",
        policy: JSON.stringify({
          Statement: [
            { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" },
          ],
        }),
      },
      ["broadens wide: everybody may now sqs:SendMessage on everything"],
    ],
    [
      "of a queue is the provider's where nothing is written",
      "aws_sqs_queue",
      undefined,
      { name: "jobs", policy: "(known after apply)" },
      [],
    ],
    [
      "of a bucket ends with a public ACL",
      "aws_s3_bucket_acl",
      { bucket: "files", acl: "private" },
      { bucket: "files", acl: "public-read" },
      ["broadens wide: files may be read by everybody (acl)"],
    ],
  ])("%s", (_, type, before, after, sentences) => {
    expect(judged(type, before, after)).toEqual(sentences);
  });
});
