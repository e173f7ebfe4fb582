// Reads a plan, reviews and renders it, and prints how long that took:
// `render-once.ts <plan.json> <format>`. The bench runs it in a process of its own.
import { readFileSync } from "node:fs";
import { knownSchemas } from "../../plan/schemas.ts";
import { type Format, render } from "../../render/render.ts";
import { readPlan } from "../../review/plan/read-plan.ts";
import { Secrets } from "../../review/secret/secrets.ts";
import { reviewSet } from "../../review/set/set.ts";

/** What it prints, as JSON. */
export interface Once {
  readonly milliseconds: number;
  /** How many came out. */
  readonly bytes: number;
}

const [file = "", format = "comment"] = process.argv.slice(2);
const started = performance.now();
const plan = readPlan(readFileSync(file, "utf8"), file);
const secrets = new Secrets();
const stack = {
  stack: "prod-shop-api",
  environment: "prod",
  dependencies: [],
  result: "planned",
  plan,
  problems: [],
  warnings: [],
  stale: [],
  providers: [],
} as const;
const review = reviewSet(
  { stacks: [stack], schemaOf: knownSchemas(), originOf: () => undefined, findings: [] },
  secrets,
);
const from = {
  dirty: false,
  rehearsal: false,
  engine: "Terraform",
  command: "infra plan",
  options: [],
};
const { bytes } = render({ review, from, secrets, format: format as Format });
const once: Once = { milliseconds: performance.now() - started, bytes };
console.log(JSON.stringify(once));
