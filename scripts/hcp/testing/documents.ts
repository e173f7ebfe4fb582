import type { Runner } from "./runner.ts";
import { isOpen } from "./runner.ts";
import type { PhaseRecord, RunRecord, StateRecord, WorkspaceRecord } from "./store.ts";

/** A workspace as the API writes it. */
export function workspaceDocument(workspace: WorkspaceRecord, runner: Runner): object {
  const { id, attributes, project, lock, tags } = workspace;
  const current = runner.current(workspace) ?? workspace.runs.findLast((run) => !isOpen(run));
  const can = ["update", "lock", "unlock", "queue-run", "queue-apply", "read-settings"];
  return {
    id,
    type: "workspaces",
    attributes: {
      ...attributes,
      operations: attributes["execution-mode"] !== "local",
      locked: lock !== undefined,
      "tag-names": [...tags],
      permissions: Object.fromEntries(can.map((right) => [`can-${right}`, true])),
      actions: { "is-destroyable": true },
    },
    relationships: {
      project: one("projects", project),
      "current-run": current ? one("runs", current.id) : { data: null },
      ...(lock && { "locked-by": { data: lock } }),
    },
  };
}

/** A run as the API writes it. */
export function runDocument(run: RunRecord, runner: Runner): object {
  const { id, workspace, attributes, plan, apply, checks } = run;
  const { status } = attributes;
  const confirmable = /^(planned|cost_estimated|policy_checked)$/.test(status);
  const discardable = confirmable || status === "policy_override" || status === "pending";
  const running = runner.current(workspace) === run || attributes["plan-only"] === true;
  return {
    id,
    type: "runs",
    attributes: {
      ...attributes,
      "has-changes": run.hasChanges,
      permissions: { "can-apply": true, "can-cancel": true, "can-discard": true },
      actions: {
        "is-confirmable": confirmable,
        "is-discardable": discardable,
        "is-cancelable": isOpen(run) && !confirmable && running,
      },
    },
    relationships: {
      workspace: one("workspaces", workspace.id),
      plan: one("plans", plan.id),
      apply: one("applies", apply.id),
      ...(checks["cost-estimate"][0] && { "cost-estimate": { data: checks["cost-estimate"][0] } }),
      "policy-checks": { data: checks["policy-checks"] },
      "task-stages": { data: checks["task-stages"] },
    },
  };
}

/** A plan or an apply as the API writes it. */
export function phaseDocument(
  type: "plans" | "applies",
  { id, status }: PhaseRecord,
  { hasChanges }: RunRecord,
  origin: string,
): object {
  return {
    id,
    type,
    attributes: {
      status,
      "has-changes": hasChanges,
      "log-read-url": `${origin}/archivist/logs/${id}?right=signed`,
    },
  };
}

/** A state as the API writes it. */
export function stateDocument({ id, attributes, bytes }: StateRecord, origin: string): object {
  const outputs = Object.keys(outputsOf(bytes));
  return {
    id,
    type: "state-versions",
    attributes: {
      ...attributes,
      status: "finalized",
      "resources-processed": true,
      "hosted-state-download-url": `${origin}/archivist/states/${id}`,
      "hosted-state-upload-url": `${origin}/archivist/states/${id}`,
      "hosted-json-state-upload-url": `${origin}/archivist/json-states/${id}`,
    },
    relationships: {
      outputs: {
        data: outputs.map((name) => ({ type: "state-version-outputs", id: `${id}.${name}` })),
      },
    },
  };
}

/** One output of a state as the API writes it. */
export function outputDocument(state: StateRecord, name: string): object {
  const { value, type, sensitive = false } = outputsOf(state.bytes)[name]!;
  return {
    id: `${state.id}.${name}`,
    type: "state-version-outputs",
    attributes: {
      name,
      sensitive,
      value: sensitive ? null : value,
      type: typeof type === "string" ? type : "array",
      "detailed-type": type,
    },
  };
}

/** The outputs in a state. */
export function outputsOf(
  bytes: Buffer,
): Record<string, { value: unknown; type: unknown; sensitive?: boolean }> {
  return bytes.length > 0 ? JSON.parse(bytes.toString()).outputs : {};
}

/** A reference to one thing. */
export function one(type: string, id: string): object {
  return { data: { type, id } };
}
