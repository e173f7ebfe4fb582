import type { ChildProcess } from "node:child_process";

/** Attributes of a thing, as the API names them. */
export type Attributes = Record<string, unknown>;

/** A reference between things. */
export interface Reference {
  readonly id: string;
  readonly type: string;
}

/** The plan or the apply of a run. */
export interface PhaseRecord {
  readonly id: string;
  status: string;
  /** What it has printed, without the marks of its begin and end. */
  log: string;
  ended: boolean;
}

/** One run. */
export interface RunRecord {
  readonly id: string;
  readonly workspace: WorkspaceRecord;
  readonly attributes: Attributes & { status: string; message: string };
  readonly plan: PhaseRecord;
  readonly apply: PhaseRecord;
  readonly files: Buffer;
  /** What checks it, by the kind of thing: ids of `things`. */
  readonly checks: Record<"cost-estimate" | "policy-checks" | "task-stages", Reference[]>;
  /** Folder in which it works. */
  folder?: string;
  planJson?: string;
  hasChanges: boolean;
  child?: ChildProcess;
  canceled: boolean;
}

/** One version of a state. */
export interface StateRecord {
  readonly id: string;
  readonly attributes: Attributes;
  bytes: Buffer;
  json: Buffer;
}

/** One workspace with everything that hangs on it. */
export interface WorkspaceRecord {
  readonly id: string;
  readonly attributes: Attributes & { name: string };
  project: string;
  readonly tags: Set<string>;
  readonly variables: { readonly id: string; readonly attributes: Attributes }[];
  readonly consumers: Set<string>;
  /** Ids of workspaces whose applies start a run here. */
  readonly triggers: Map<string, string>;
  readonly states: StateRecord[];
  readonly runs: RunRecord[];
  lock?: Reference;
}

/** Settings that a workspace has where nobody says otherwise. */
export const DEFAULTS: Attributes = {
  "execution-mode": "remote",
  "terraform-version": "latest",
  "working-directory": "",
  "auto-apply": false,
  "auto-apply-run-trigger": false,
  "global-remote-state": false,
  "queue-all-runs": false,
  "structured-run-output-enabled": true,
  "vcs-repo": null,
};

/** Everything that the made-up HCP Terraform knows. */
export class Store {
  readonly organization = "acme";
  readonly workspaces: WorkspaceRecord[] = [];
  readonly projects: { readonly id: string; readonly name: string }[] = [];
  readonly versions = new Map<string, { readonly speculative: boolean; bytes?: Buffer }>();
  /** Modules of the registry, `<name>/<provider>`: what was uploaded of each version. */
  readonly modules = new Map<string, Map<string, string>>();
  /** Cost estimates, policy checks, tasks: `<type>/<id>` to attributes and relationships. */
  readonly things = new Map<string, { attributes: Attributes; relationships?: object }>();
  #count = 0;

  /** A new id: `run-7`. */
  id(prefix: string): string {
    this.#count += 1;
    return `${prefix}-${this.#count}`;
  }

  /** A workspace by its id or its name. */
  workspace(name: string): WorkspaceRecord | undefined {
    return this.workspaces.find((each) => each.id === name || each.attributes.name === name);
  }

  addWorkspace(attributes: Attributes & { name: string }, project?: string): WorkspaceRecord {
    const made: WorkspaceRecord = {
      id: this.id("ws"),
      attributes: { ...DEFAULTS, ...attributes },
      project: project ?? this.project("Default Project"),
      tags: new Set(),
      variables: [],
      consumers: new Set(),
      triggers: new Map(),
      states: [],
      runs: [],
    };
    this.workspaces.push(made);
    return made;
  }

  /** Id of a project, which is made where it is missing. */
  project(name: string): string {
    const known = this.projects.find((each) => each.name === name);
    if (known) return known.id;
    const made = { id: this.id("prj"), name };
    this.projects.push(made);
    return made.id;
  }

  run(id: string): RunRecord | undefined {
    return this.workspaces.flatMap(({ runs }) => runs).find((each) => each.id === id);
  }

  state(id: string): StateRecord | undefined {
    return this.workspaces.flatMap(({ states }) => states).find((each) => each.id === id);
  }
}
