import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** One step of a job or of an action, as far as the checks look at it. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

/** One job of a workflow. */
export interface Job {
  readonly if?: string;
  readonly needs?: readonly string[];
  readonly "continue-on-error"?: boolean;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Concurrency;
  readonly steps: readonly Step[];
}

/** What may not run at once. */
export interface Concurrency {
  readonly group: string;
  readonly "cancel-in-progress": boolean;
  readonly queue?: string;
}

/** A workflow, or an action that is made of steps. */
export interface WorkflowFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: Concurrency;
  /** Jobs by name; an action has one, without a name. */
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Every workflow and action of the repository. */
export function workflowFiles(): WorkflowFile[] {
  const files = ["workflows", "actions"].flatMap((folder) =>
    readdirSync(`${ROOT}.github/${folder}`, { recursive: true })
      .map((name) => `.github/${folder}/${name}`)
      .filter((path) => path.endsWith(".yml")),
  );
  return files.sort().map((path) => {
    const text = readFileSync(ROOT + path, "utf8");
    const { on = {}, permissions, concurrency, jobs, runs } = parse(text);
    return { path, text, on, permissions, concurrency, jobs: jobs ?? { "": runs } };
  });
}

/** A job with the file that it stands in. */
export interface JobAt {
  readonly file: WorkflowFile;
  readonly name: string;
  readonly job: Job;
}

/** Every job of some files. */
export function jobsIn(files: readonly WorkflowFile[]): JobAt[] {
  return files.flatMap((file) =>
    Object.entries(file.jobs).map(([name, job]) => ({ file, name, job })),
  );
}

/** Every step of some files, with the job that it is of. */
export function stepsIn(files: readonly WorkflowFile[]): (JobAt & { readonly step: Step })[] {
  return jobsIn(files).flatMap((each) => each.job.steps.map((step) => ({ ...each, step })));
}
