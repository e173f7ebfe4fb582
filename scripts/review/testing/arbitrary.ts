import fc from "fast-check";
import type { PlanJson, ResourceChange } from "../plan/plan-json.ts";

/** Stands in every piece of data, so that a test can tell data from our own words. */
export const DATA_MARK = "zq7";

/** Begins every secret. */
export const SECRET_MARK = "cAnArY9";

const NASTY = [
  "`",
  "``",
  "```\n",
  "|",
  "\\|",
  "\\",
  "@acme/team",
  "#1",
  "GH-2",
  "<b>",
  "</details>",
  "<!--",
  "-->",
  "](http://x.y)",
  "https://evil.example",
  "www.evil.example",
  "\n",
  "\r\n",
  "\u202e",
  "\u200b",
  "\ud800",
  "**",
  "__",
  "~~",
  "- ",
  "# ",
  "> ",
  "&amp;",
  "$(x)",
  "😀",
  "\u0000",
  "1. ",
];

/** A piece of text that tries to be more than text. */
export const nasty: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 6, unit: "grapheme" })), {
    maxLength: 6,
  })
  .map((parts) => `${parts.join("")}${DATA_MARK}`);

/** A secret that no other one is like. */
export const secret: fc.Arbitrary<string> = fc
  .tuple(
    fc.string({
      minLength: 4,
      maxLength: 12,
      unit: fc.constantFrom(...'abcdefXYZ0189+/=|&<"\\ %'),
    }),
    fc.nat(999_999),
  )
  .map(([text, number]) => `${SECRET_MARK}${text}${number}`);

/** Values with secrets in them, and the marks that say where those are. */
interface Marked {
  readonly value: unknown;
  readonly marks: unknown;
}

const plainValue: fc.Arbitrary<Marked> = fc
  .oneof(nasty, fc.boolean(), fc.integer(), fc.constant(null), fc.array(nasty, { maxLength: 3 }))
  .map((value) => ({ value, marks: false }));

const secretValue: fc.Arbitrary<Marked> = secret.map((value) => ({ value, marks: true }));

const marked: fc.Arbitrary<Marked> = fc.letrec<{ value: Marked }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: "xsmall" },
    plainValue,
    secretValue,
    fc.array(tie("value"), { maxLength: 3 }).map((items) => ({
      value: items.map(({ value }) => value),
      marks: items.map(({ marks }) => marks),
    })),
    fc.dictionary(nasty, tie("value"), { maxKeys: 4 }).map(object),
    // A whole block that is sensitive has one mark for all of it.
    fc.dictionary(nasty, secret, { maxKeys: 3 }).map((value) => ({ value, marks: true })),
  ),
})).value;

function object(fields: Readonly<Record<string, Marked>>): Marked {
  const entries = Object.entries(fields);
  return {
    value: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
    marks: Object.fromEntries(entries.map(([key, { marks }]) => [key, marks])),
  };
}

const TYPES = [
  "aws_db_instance",
  "aws_sqs_queue",
  "aws_iam_role_policy",
  "aws_security_group",
  "google_project_iam_member",
  "cloudflare_dns_record",
  "nobody_knows",
];
const NAMES = [
  "name",
  "policy",
  "description",
  "user_data",
  "ingress",
  "tags",
  "skip_final_snapshot",
  "role",
  "content",
  "setting",
];
const ACTIONS = [
  ["create"],
  ["update"],
  ["delete"],
  ["delete", "create"],
  ["create", "delete"],
  ["forget"],
  ["create", "forget"],
  ["read"],
  ["no-op"],
  ["transmute"],
];

const values: fc.Arbitrary<Marked> = fc
  .dictionary(fc.constantFrom(...NAMES), marked, { maxKeys: 6 })
  .map(object);

const change: fc.Arbitrary<ResourceChange> = fc
  .record({
    type: fc.constantFrom(...TYPES),
    key: fc.option(nasty, { nil: undefined }),
    actions: fc.constantFrom(...ACTIONS),
    before: values,
    after: values,
    unknown: fc.subarray(NAMES),
    forcing: fc.subarray(NAMES),
    reason: fc.option(nasty, { nil: undefined }),
    moved: fc.boolean(),
  })
  .map(({ type, key, actions, before, after, unknown, forcing, reason, moved }) => ({
    address: `${type}.thing${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
    ...(moved && { previous_address: `${type}.old${DATA_MARK}` }),
    mode: "managed",
    type,
    name: "thing",
    ...(reason !== undefined && { action_reason: reason }),
    change: {
      actions,
      before: actions[0] === "create" && actions.length === 1 ? null : before.value,
      after: actions[0] === "delete" && actions.length === 1 ? null : after.value,
      before_sensitive: before.marks,
      after_sensitive: after.marks,
      after_unknown: Object.fromEntries(unknown.map((name) => [name, true])),
      replace_paths: forcing.map((name) => [name]),
    },
  }));

/** The address of each change ends in a number of its own, so that it can be looked for. */
function numbered(changes: readonly ResourceChange[]): ResourceChange[] {
  return changes.map((each, at) => ({
    ...each,
    name: `thing_${at}_`,
    address: each.address.replace(".thing", `.thing_${at}_`),
  }));
}

/**
 * Whole plans, with secrets in all seven places where `show -json` prints one in clear, and again
 * where nobody marked them: encoded, and inside of other texts.
 */
export const plan: fc.Arbitrary<PlanJson> = fc
  .record({
    changes: fc.array(change, { maxLength: 4 }),
    seed: secret,
    output: marked,
    drift: fc.array(change, { maxLength: 1 }),
  })
  .map(({ changes, seed, output, drift }): PlanJson => {
    const [variable, planned, prior, known, deferred, action, encoded, inText] = [
      `${seed}a`,
      `${seed}-b`,
      `${seed}/c`,
      `${seed}"d`,
      `${seed} e`,
      `${seed}=f`,
      `${seed}<g`,
      `${seed}|h`,
    ] as const;
    const state = (held: string) => ({
      outputs: { hidden: { sensitive: true, value: held } },
      root_module: {
        child_modules: [{ resources: [{ values: { a: held }, sensitive_values: { a: true } }] }],
      },
    });
    const leaking = {
      description: `${DATA_MARK} ${variable} ${planned} ${prior} ${encoded}`,
      user_data: Buffer.from(`#!/bin/sh\necho ${known}\n${inText}\n`).toString("base64"),
      content: JSON.stringify({ url: encodeURIComponent(deferred), text: action }),
    };
    const leak: ResourceChange = {
      address: "aws_sqs_queue.leak",
      mode: "managed",
      type: "aws_sqs_queue",
      name: "leak",
      change: {
        actions: ["update"],
        before: {},
        after: { ...leaking, token: encoded, master_password: inText },
      },
    };
    return {
      format_version: "1.2",
      terraform_version: "1.11.4",
      variables: { token: { value: variable } },
      configuration: { root_module: { variables: { token: { sensitive: true } } } },
      planned_values: state(planned),
      prior_state: { values: state(prior) },
      resource_changes: [...numbered(changes), leak],
      resource_drift: drift,
      output_changes: {
        [`known ${DATA_MARK}`]: {
          actions: ["update"],
          before: known,
          after: output.value,
          before_sensitive: true,
          after_sensitive: output.marks,
        },
      },
      deferred_changes: [
        {
          reason: `later ${DATA_MARK}`,
          resource_change: {
            address: "x.y",
            mode: "managed",
            type: "x",
            name: "y",
            change: { actions: ["create"], after: { v: deferred }, after_sensitive: { v: true } },
          },
        },
      ],
      action_invocations: [
        {
          address: `action.a.${DATA_MARK}`,
          config_values: { v: action },
          config_sensitive: { v: true },
        },
      ],
      checks: [
        {
          address: { to_display: `check.${DATA_MARK}` },
          status: "fail",
          instances: [{ problems: [{ message: `${prior} ${DATA_MARK}` }] }],
        },
      ],
    };
  });
