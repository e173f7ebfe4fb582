import { phaseDocument, runDocument } from "./documents.ts";
import { moduleRoutes } from "./module-routes.ts";
import { redactedPlan } from "./redacted.ts";
import { type Asked, type Desk, found, type Reply, type Route } from "./route.ts";
import { stateRoutes } from "./state-routes.ts";
import type { RunRecord, Store } from "./store.ts";
import { workspaceRoutes } from "./workspace-routes.ts";

function runReply(run: RunRecord, { runner }: Desk, status = 200): Reply {
  return { status, data: runDocument(run, runner) };
}

const RUNS: readonly Route[] = [
  [
    "POST /workspaces/:/configuration-versions",
    ({ attributes }, { store, origin }) => {
      const id = store.id("cv");
      store.versions.set(id, { speculative: attributes["speculative"] === true });
      const url = `${origin()}/archivist/uploads/${id}`;
      return {
        status: 201,
        data: {
          id,
          type: "configuration-versions",
          attributes: { status: "pending", "upload-url": url },
        },
      };
    },
  ],
  [
    "GET /configuration-versions/:",
    ({ path: [id = ""] }, { store }) =>
      found(store.versions.get(id), ({ bytes }) => {
        const status = bytes ? "uploaded" : "pending";
        return {
          status: 200,
          data: { id, type: "configuration-versions", attributes: { status } },
        };
      }),
  ],
  [
    "POST /runs",
    ({ attributes, data }, desk) => {
      const { workspace, "configuration-version": version } = data.relationships ?? {};
      const files = desk.store.versions.get(version?.data.id ?? "");
      return found(desk.store.workspace(workspace?.data.id ?? ""), (place) => {
        const speculative = files?.speculative === true;
        const run = desk.runner.create({
          workspace: place,
          files: files!.bytes!,
          attributes: { ...attributes, "plan-only": speculative },
        });
        return runReply(run, desk, 201);
      });
    },
  ],
  [
    "GET /runs/:",
    ({ path }, desk) => found(desk.store.run(path[0]!), (run) => runReply(run, desk)),
  ],
  ["GET /runs/:/run-events", () => ({ status: 200, data: [] })],
  [
    "GET /workspaces/:/runs",
    ({ path, query }, { store, runner }) =>
      found(store.workspace(path[0]!), ({ runs }) => {
        const open = query.get("filter[status_group]") === "non_final";
        const final =
          /^(planned_and_finished|policy_soft_failed|applied|discarded|errored|canceled)$/;
        const listed = runs.filter(({ attributes }) => !open || !final.test(attributes.status));
        return { status: 200, data: listed.map((run) => runDocument(run, runner)).reverse() };
      }),
  ],
  ["POST /runs/:/actions/apply", (asked, desk) => act(asked, desk, "is-confirmable", "confirm")],
  ["POST /runs/:/actions/discard", (asked, desk) => act(asked, desk, "is-discardable", "discard")],
  ["POST /runs/:/actions/cancel", (asked, desk) => act(asked, desk, undefined, "cancel")],
  ["GET /plans/:", (asked, desk) => phase(asked, desk, "plans")],
  ["GET /applies/:", (asked, desk) => phase(asked, desk, "applies")],
  [
    "GET /plans/:/json-output",
    ({ path }, desk) =>
      desk.admin()
        ? found(runOf(desk.store, path[0]!)?.planJson, () => ({
            status: 307,
            location: `${desk.origin()}/archivist/plans/${path[0]}`,
          }))
        : { status: 404, error: "Resource not found" },
  ],
  [
    "GET /plans/:/json-output-redacted",
    ({ path }, { store }) =>
      found(runOf(store, path[0]!)?.planJson, (json) => ({
        status: 200,
        bytes: redactedPlan(json),
      })),
  ],
];

function act(
  { path }: Asked,
  desk: Desk,
  needed: "is-confirmable" | "is-discardable" | undefined,
  action: "confirm" | "discard" | "cancel",
): Reply {
  return found(desk.store.run(path[0]!), (run) => {
    const { attributes } = runDocument(run, desk.runner) as {
      attributes: { actions: Record<string, boolean> };
    };
    if (needed && !attributes.actions[needed])
      return { status: 409, error: "transition not allowed" };
    desk.runner[action](run);
    return { status: 202 };
  });
}

function runOf(store: Store, phaseId: string): RunRecord | undefined {
  const runs = store.workspaces.flatMap((workspace) => workspace.runs);
  return runs.find(({ plan, apply }) => plan.id === phaseId || apply.id === phaseId);
}

function phase({ path }: Asked, { store, origin }: Desk, kind: "plans" | "applies"): Reply {
  return found(runOf(store, path[0]!), (run) => {
    const record = kind === "plans" ? run.plan : run.apply;
    return { status: 200, data: phaseDocument(kind, record, run, origin()) };
  });
}

/** Cost estimates, policy checks, task stages and results: read as they were put there. */
const THINGS: readonly Route[] = (
  ["cost-estimates", "policy-checks", "task-stages", "task-results", "users"] as const
).map((type) => [
  `GET /${type}/:`,
  ({ path: [id = ""] }, { store }) =>
    found(store.things.get(`${type}/${id}`), (thing) => ({
      status: 200,
      data: { id, type, ...thing },
    })),
]);

/** Addresses that carry their own right: logs, plans, states, uploads. */
export const ARCHIVIST: readonly Route[] = [
  [
    "GET /logs/:",
    ({ path: [id = ""], query }, { store }) =>
      found(runOf(store, id), ({ plan, apply }) => {
        const { log, ended } = plan.id === id ? plan : apply;
        const bytes = Buffer.from(`\u0002${log}${ended ? "\u0003" : ""}`);
        const offset = Number(query.get("offset"));
        return { status: 200, bytes: bytes.subarray(offset, offset + Number(query.get("limit"))) };
      }),
  ],
  [
    "GET /plans/:",
    ({ path }, { store }) =>
      found(runOf(store, path[0]!)?.planJson, (bytes) => ({ status: 200, bytes })),
  ],
  [
    "PUT /uploads/:",
    ({ path: [id = ""], bytes }, { store }) =>
      found(store.versions.get(id), (version) => {
        version.bytes = bytes;
        return { status: 200 };
      }),
  ],
];

/** Every route below the API's address. */
export const API: readonly Route[] = [
  ...RUNS,
  ...THINGS,
  ...workspaceRoutes,
  ...stateRoutes,
  ...moduleRoutes,
];
