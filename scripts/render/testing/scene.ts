import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { knownSchemas } from "../../plan/schemas.ts";
import type { PlanJson } from "../../review/plan/plan-json.ts";
import { Secrets } from "../../review/secret/secrets.ts";
import type { SetInput, StackInput } from "../../review/set/input.ts";
import { reviewSet, type SetReview } from "../../review/set/set.ts";
import type { Origin } from "../../review/stack/change.ts";
import type { Provenance } from "../compose/scene.ts";
import { type Format, type Rendered, render } from "../render.ts";

/** Every golden file is read by a person before it is committed: `vitest run <test> -u` writes them. */
export function golden(name: string): string {
  return `golden/${name}.golden.md`;
}

/** What stands in a golden file. */
export function goldenText(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../${golden(name)}`, import.meta.url)), "utf8");
}

/** Each resource of the fixtures stands for a construct of its own name. */
export function originOf(_stack: string, address: string): Origin {
  return {
    path: `shop/${/\.([\w-]+)/.exec(address)![1]}`,
    made: "modules/aws/shop/shop.ts:41",
    asked: "apps/shop/api.ts:12",
  };
}

/** The plan of one fixture, out of the plan of all. */
export function only(plan: PlanJson, name: string): PlanJson {
  return {
    ...plan,
    resource_changes: plan.resource_changes!.filter((each) =>
      [name, `${name}-to`].includes(each.name),
    ),
    output_changes: {},
    checks: [],
  };
}

/** Where the plan sets of tests come from. */
export const FROM: Provenance = {
  commit: "0123456789abcdef0123456789abcdef01234567",
  base: "89abcdef0123456789abcdef0123456789abcdef",
  dirty: false,
  repository: "https://github.com/acme/infrastructure",
  rehearsal: false,
  engine: "Terraform 1.11.4",
  planned: "2026-11-21 14:02 UTC",
  command: "infra plan dev",
  options: [],
};

/** A stack that was planned. */
export function stackOf(plan: PlanJson, rest: Partial<StackInput> = {}): StackInput {
  return {
    stack: "dev-shop-api",
    environment: "dev",
    dependencies: [],
    result: "planned",
    plan,
    problems: [],
    warnings: [],
    stale: [],
    providers: [],
    ...rest,
  };
}

const schemaOf = knownSchemas();

/** A review of stacks, with what is secret in them. */
export function reviewed(
  stacks: readonly StackInput[],
  rest: Partial<SetInput> = {},
): { readonly review: SetReview; readonly secrets: Secrets } {
  const secrets = new Secrets();
  const input: SetInput = { stacks, schemaOf, originOf: () => undefined, findings: [], ...rest };
  return { review: reviewSet(input, secrets), secrets };
}

/** Stacks as Markdown or text. */
export function rendered(
  stacks: readonly StackInput[],
  format: Format = "comment",
  rest: Partial<SetInput> = {},
): Rendered {
  return render({ ...reviewed(stacks, rest), from: FROM, format });
}
