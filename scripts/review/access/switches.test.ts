import { describe, expect, it } from "vitest";
import type { Json } from "../../stacks/template.ts";
import { plain } from "../phrase.ts";
import { judgeAccess } from "./judge.ts";

function judged(type: string, before: Json | undefined, after: Json | undefined): string[] {
  const subject = { address: `${type}.x`, type, name: "x", before, after };
  return judgeAccess(subject).map(
    ({ verdict, wide, phrase }) => `${verdict}${wide ? " wide" : ""}: ${plain(phrase)}`,
  );
}

const sql = (networks: readonly string[], publicly: boolean) => ({
  name: "db",
  settings: [
    {
      ip_configuration: [
        {
          ipv4_enabled: publicly,
          authorized_networks: networks.map((value) => ({ value })),
        },
      ],
    },
  ],
});

describe("a setting that lets the public in", () => {
  it.each<[string, string, Json | undefined, Json | undefined, string[]]>([
    [
      "a load balancer",
      "aws_lb",
      undefined,
      { internal: false },
      ["broadens wide: x is reachable from the internet (internal)"],
    ],
    ["an inner load balancer", "aws_lb", undefined, { internal: true }, []],
    [
      "a function",
      "aws_lambda_function_url",
      { authorization_type: "AWS_IAM" },
      { authorization_type: "NONE" },
      ["broadens wide: x may be called by everybody (authorization_type)"],
    ],
    [
      "a guard that goes",
      "aws_s3_bucket_public_access_block",
      {
        bucket: "b",
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
      undefined,
      [
        "broadens wide: b may be opened by ACLs (block_public_acls)",
        "broadens wide: b may be opened by policies (block_public_policy)",
        "broadens wide: b obeys public ACLs (ignore_public_acls)",
        "broadens wide: b obeys public policies (restrict_public_buckets)",
      ],
    ],
    [
      "a machine",
      "google_compute_instance",
      { network_interface: [{ access_config: [] }] },
      { network_interface: [{ access_config: [{}] }] },
      ["broadens wide: x has a public address (access_config)"],
    ],
    [
      "a database of Google's",
      "google_sql_database_instance",
      sql([], false),
      sql(["0.0.0.0/0"], true),
      [
        "broadens wide: every tcp port of db opens to everybody (0.0.0.0/0)",
        "broadens wide: x has a public address (ipv4_enabled)",
      ],
    ],
    [
      "an origin",
      "cloudflare_authenticated_origin_pulls_settings",
      { enabled: true },
      { enabled: false },
      ["broadens wide: x lets the origin be asked past Cloudflare (enabled)"],
    ],
    [
      "what is not known yet",
      "google_storage_bucket",
      undefined,
      { public_access_prevention: "(known after apply)" },
      [],
    ],
  ])("is told: %s", (_what, type, before, after, sentences) => {
    expect(judged(type, before, after)).toEqual(sentences);
  });
});

describe("whose tokens are believed", () => {
  const aws = (...audiences: readonly string[]) => ({
    url: "https://token.actions.example",
    client_id_list: audiences,
  });
  const google = (condition?: string) => ({
    workload_identity_pool_provider_id: "github",
    ...(condition && { attribute_condition: condition }),
  });

  it("is told of AWS", () => {
    const type = "aws_iam_openid_connect_provider";
    expect(judged(type, undefined, aws("sts.amazonaws.com"))).toEqual([
      "broadens: tokens of https://token.actions.example are believed for sts.amazonaws.com",
    ]);
    expect(judged(type, aws("a"), aws("a"))).toEqual([]);
    expect(judged(type, aws("a"), undefined)).toEqual([
      "narrows: tokens of https://token.actions.example are no longer believed",
    ]);
  });

  it("is told of Google, widely where no condition is left", () => {
    const type = "google_iam_workload_identity_pool_provider";
    expect(judged(type, google("a == 1"), google("a == 2"))).toEqual([
      "open: tokens by github are believed where a == 2",
    ]);
    expect(judged(type, google("a == 1"), google())).toEqual([
      "broadens wide: tokens by github are believed without a condition",
    ]);
    expect(judged(type, google("a == 1"), google("a == 1"))).toEqual([]);
  });
});
