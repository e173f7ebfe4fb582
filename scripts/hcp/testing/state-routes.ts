import { outputDocument, outputsOf, stateDocument } from "./documents.ts";
import { type Desk, found, type Reply, type Route, workspaceReply } from "./route.ts";
import type { StateRecord, WorkspaceRecord } from "./store.ts";

function current(name: string, { store }: Desk, reply: (state: StateRecord) => Reply): Reply {
  return found(store.workspace(name)?.states.at(-1), reply);
}

function outputsReply(state: StateRecord): Reply {
  const names = Object.keys(outputsOf(state.bytes));
  return { status: 200, data: names.map((name) => outputDocument(state, name)) };
}

function lock(workspace: WorkspaceRecord, desk: Desk): Reply {
  if (workspace.lock) return { status: 409, error: "workspace already locked" };
  workspace.lock = { type: "users", id: "user-ci" };
  return workspaceReply(workspace.id, desk);
}

/** States: what Terraform itself reads and writes. */
export const stateRoutes: readonly Route[] = [
  [
    "POST /workspaces/:/actions/lock",
    ({ path }, desk) => found(desk.store.workspace(path[0]!), (each) => lock(each, desk)),
  ],
  [
    "POST /workspaces/:/actions/unlock",
    ({ path }, desk) =>
      found(desk.store.workspace(path[0]!), (workspace) => {
        delete workspace.lock;
        return workspaceReply(workspace.id, desk);
      }),
  ],
  [
    "POST /workspaces/:/state-versions",
    ({ path, attributes }, { store, origin }) =>
      found(store.workspace(path[0]!), ({ states }) => {
        const bytes = Buffer.alloc(0);
        const made: StateRecord = { id: store.id("sv"), attributes, bytes, json: bytes };
        states.push(made);
        return { status: 201, data: stateDocument(made, origin()) };
      }),
  ],
  [
    "GET /workspaces/:/current-state-version",
    ({ path }, desk) =>
      current(path[0]!, desk, (state) => ({
        status: 200,
        data: stateDocument(state, desk.origin()),
      })),
  ],
  [
    "GET /workspaces/:/current-state-version-outputs",
    ({ path }, desk) => current(path[0]!, desk, outputsReply),
  ],
  [
    "GET /state-versions/:",
    ({ path }, { store, origin }) =>
      found(store.state(path[0]!), (state) => ({
        status: 200,
        data: stateDocument(state, origin()),
      })),
  ],
  [
    "GET /state-version-outputs/:",
    ({ path: [id = ""] }, { store }) =>
      found(store.state(id.split(".")[0]!), (state) => ({
        status: 200,
        data: outputDocument(state, id.slice(id.indexOf(".") + 1)),
      })),
  ],
];

/** Where states are uploaded to and downloaded from. */
export const stateArchive: readonly Route[] = [
  [
    "PUT /states/:",
    ({ path, bytes }, { store }) =>
      found(store.state(path[0]!), (state) => {
        state.bytes = bytes;
        return { status: 200 };
      }),
  ],
  [
    "PUT /json-states/:",
    ({ path, bytes }, { store }) =>
      found(store.state(path[0]!), (state) => {
        state.json = bytes;
        return { status: 200 };
      }),
  ],
  [
    "GET /states/:",
    ({ path }, { store }) => found(store.state(path[0]!), ({ bytes }) => ({ status: 200, bytes })),
  ],
];
