import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../provider/store/journal.ts";
import type { Store, Thing } from "../../provider/store/store.ts";
import { instancesOf, thingOf } from "../instances.ts";
import { takeErrored } from "../keep-state.ts";
import { type Applied, readApplied } from "../states/applied.ts";
import { ApplyRecord } from "../states/recover.ts";
import type { TestProject } from "./project.ts";

/** The one stack that is applied and killed. */
export const STACK = "dev-app-main";

const FOLDER = `dev/${STACK}`;
const JOURNAL = "dev/cloud.journal";

/** A network with what stands in it; every resource carries its generation. */
export function stackOf(generation: number): object {
  const tags = { generation: `${generation}` };
  const many = <T>(count: number, make: (at: number) => T) =>
    Object.fromEntries(Array.from({ length: count }, (_none, at) => [`r${at}`, make(at)]));
  const vpc_id = "${aws_vpc.main.id}";
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: "6.25.0" } } },
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16", tags } },
      aws_subnet: many(15, (at) => ({ vpc_id, cidr_block: `10.0.${at}.0/24`, tags })),
      aws_security_group: many(14, (at) => ({ name: `g${at}`, vpc_id, tags })),
      aws_sqs_queue: many(15, (at) => ({ name: `q${at}`, tags })),
      aws_iam_role: many(15, (at) => ({ name: `r${at}`, assume_role_policy: "{}", tags })),
    },
  };
}

/** How many resources the stack has: enough to be made for longer than a kill takes. */
export const RESOURCES = 60;

/** How many things of a generation the cloud has written down. */
export function countMade(project: TestProject, generation: number): number {
  if (!project.has(JOURNAL)) return 0;
  const lines = project.read(JOURNAL).split("\n");
  const made = lines.filter((line) => line.includes(`"tags":{"generation":"${generation}"}`));
  return new Set(made.map((line) => /"handle":"([^"]+)"/.exec(line)?.[1])).size;
}

/** The Terraform that holds the lock of the state; nothing where none does. */
export function terraformOf(project: TestProject): number | undefined {
  const file = project.rehearsed(`${FOLDER}/.terraform.tfstate.lock.info`);
  try {
    return JSON.parse(readFileSync(file, "utf8")).holder.pid;
  } catch {
    return undefined;
  }
}

/** What is found after a kill. */
export interface Found {
  readonly things: readonly Thing[];
  /** What Terraform said that it has done, as far as its record is still there. */
  readonly acknowledged: readonly Applied[];
  /** Handles of things that the state does not speak of as they are, once it is recovered. */
  readonly lagging: readonly string[];
  /** Handles that the recovered state speaks of and the cloud does not have. */
  readonly invented: readonly string[];
  /** True where the state, as it was left, lacked what Terraform was told. */
  readonly lacking: boolean;
}

/** Looks at what a kill has left, on a copy: the next run is to find it as it is. */
export async function lookAt(project: TestProject): Promise<Found> {
  const copy = mkdtempSync(join(tmpdir(), "groundplan-killed-"));
  try {
    cpSync(project.rehearsed("dev"), copy, { recursive: true });
    const folder = join(copy, STACK);
    const log = join(folder, ".applying.log");
    const acknowledged = existsSync(log) ? done(readApplied(readFileSync(log, "utf8"))) : [];
    const { store, close } = openStore(join(copy, "cloud.journal"));
    takeErrored(folder);
    const recovered = new ApplyRecord({ folder, stack: STACK, store }).recover();
    const things = [...store.all()];
    const told = toldBy(join(folder, "terraform.tfstate"), store);
    await close();
    const lags = ({ handle, object }: Thing) =>
      told.get(handle) !== JSON.stringify(object["tags"] ?? null);
    const handles = new Set(things.map(({ handle }) => handle));
    return {
      things,
      acknowledged,
      lagging: things.filter(lags).map(({ handle }) => handle),
      invented: [...told.keys()].filter((handle) => !handles.has(handle)),
      lacking: recovered !== undefined,
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function done(applied: readonly Applied[]): Applied[] {
  return applied.filter(({ unfinished }) => !unfinished);
}

/** The tags of each thing that a state speaks of, by handle. */
function toldBy(file: string, store: Store): Map<string, string> {
  const state: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return new Map(
    instancesOf(state).map((instance) => [
      thingOf(instance, store)?.handle ?? instance.address,
      JSON.stringify(instance.attributes["tags"] ?? null),
    ]),
  );
}
