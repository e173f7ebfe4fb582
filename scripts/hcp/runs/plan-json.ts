import type { HcpClient } from "../api/client.ts";
import { HcpError } from "../api/errors.ts";
import type { Run } from "../api/types.ts";
import { EVERY_MS } from "./follow.ts";

/** The plan of a run, as `terraform show -json` prints it. */
export interface RemotePlan {
  readonly text: string;
  /** True where the token may not see sensitive values: they are told as such, and nothing of them. */
  readonly redacted: boolean;
}

/** How often a plan that has ended is asked for before it is there. */
const LOOKS = 30;

/**
 * Fetches the plan of a run. Its whole text wants admin rights on the workspace; whoever may only
 * plan is given one without sensitive values.
 */
export async function fetchPlan(client: HcpClient, run: Run): Promise<RemotePlan> {
  const id = run.relationships.plan?.data?.id ?? "";
  const what = `read the plan of ${run.id}`;
  try {
    return { text: await fetched(client, `plans/${id}/json-output`, what), redacted: false };
  } catch (error) {
    const refused = error instanceof HcpError && ["denied", "missing"].includes(error.refusal);
    if (!refused) throw error;
    const text = await fetched(client, `plans/${id}/json-output-redacted`, what);
    return { text: asPlan(text), redacted: true };
  }
}

async function fetched(client: HcpClient, path: string, what: string): Promise<string> {
  for (let look = 0; look < LOOKS; look++) {
    const text = await client.text(path, what);
    if (text !== undefined) return text;
    await client.pause(EVERY_MS);
  }
  throw new HcpError(
    "broken",
    `${client.host}: cannot ${what}: it has ended and its plan does not come; run the same command again`,
  );
}

interface RedactedPlan {
  readonly format_version?: string;
  readonly plan_format_version?: string;
  readonly prior_state?: unknown;
  readonly output_changes?: Readonly<Record<string, { readonly before?: unknown }>>;
}

/**
 * The redacted form has no state. Which outputs stand already is told by their changes: those that
 * had a value before.
 */
function asPlan(text: string): string {
  const plan: RedactedPlan = JSON.parse(text);
  const before = Object.entries(plan.output_changes ?? {}).filter(
    ([, { before }]) => before !== null && before !== undefined,
  );
  const outputs = Object.fromEntries(before.map(([name]) => [name, { sensitive: true }]));
  return JSON.stringify({
    format_version: plan.plan_format_version,
    prior_state: { values: { outputs } },
    ...plan,
  });
}
