import { workspaceDocument } from "./documents.ts";
import { type Asked, type Desk, found, type Reply, type Route, workspaceReply } from "./route.ts";
import type { Attributes, WorkspaceRecord } from "./store.ts";

/** References in the body: `[{ id }]`. */
function idsIn({ data }: Asked): string[] {
  return (data as unknown as { id: string }[]).map(({ id }) => id);
}

function within(
  name: string,
  { store }: Desk,
  reply: (workspace: WorkspaceRecord) => Reply,
): Reply {
  return found(store.workspace(name), reply);
}

function projectOf({ data }: Asked): string | undefined {
  return data.relationships?.["project"]?.data.id;
}

const ORGANIZATION: readonly Route[] = [
  [
    "GET /organizations/:/entitlement-set",
    ({ path: [id = ""] }) => ({
      status: 200,
      data: {
        id,
        type: "entitlement-sets",
        attributes: { operations: true, "state-storage": true, "cost-estimation": true },
      },
    }),
  ],
  [
    "GET /organizations/:",
    ({ path: [name = ""] }, { store }) =>
      found(name === store.organization ? name : undefined, (id) => ({
        status: 200,
        data: { id, type: "organizations", attributes: { name: id } },
      })),
  ],
  ["GET /organizations/:/runs/queue", () => ({ status: 200, data: [] })],
  [
    "GET /organizations/:/capacity",
    ({ path: [id = ""] }) => ({
      status: 200,
      data: { id, type: "organization-capacity", attributes: { pending: 0, running: 1 } },
    }),
  ],
  [
    "GET /organizations/:/projects",
    ({ query }, { store }) => ({
      status: 200,
      data: store.projects
        .filter(({ name }) => !query.has("filter[names]") || query.get("filter[names]") === name)
        .map(({ id, name }) => ({ id, type: "projects", attributes: { name } })),
    }),
  ],
  [
    "POST /organizations/:/projects",
    ({ attributes }, { store }) => {
      const name = String(attributes["name"]);
      return {
        status: 201,
        data: { id: store.project(name), type: "projects", attributes: { name } },
      };
    },
  ],
  [
    "GET /organizations/:/workspaces",
    ({ query }, { store, runner }) => ({
      status: 200,
      data: store.workspaces
        .filter(({ attributes }) => attributes.name.includes(query.get("search[name]") ?? ""))
        .map((each) => workspaceDocument(each, runner)),
    }),
  ],
  ["GET /organizations/:/workspaces/:", ({ path }, desk) => workspaceReply(path[1]!, desk)],
  [
    "POST /organizations/:/workspaces",
    (asked, desk) => {
      const attributes = asked.attributes as Attributes & { name: string };
      if (desk.store.workspace(attributes.name)) {
        return { status: 422, error: "Name has already been taken" };
      }
      desk.store.addWorkspace(attributes, projectOf(asked));
      return workspaceReply(attributes.name, desk, 201);
    },
  ],
];

const SETTINGS: readonly Route[] = [
  ["GET /workspaces/:", ({ path }, desk) => workspaceReply(path[0]!, desk)],
  [
    "PATCH /workspaces/:",
    (asked, desk) =>
      within(asked.path[0]!, desk, (workspace) => {
        Object.assign(workspace.attributes, asked.attributes);
        workspace.project = projectOf(asked) ?? workspace.project;
        return workspaceReply(workspace.id, desk);
      }),
  ],
  [
    "POST /workspaces/:/relationships/tags",
    ({ path, data }, desk) =>
      within(path[0]!, desk, ({ tags }) => {
        const named = data as unknown as { attributes: { name: string } }[];
        for (const { attributes } of named) tags.add(attributes.name);
        return { status: 204 };
      }),
  ],
  [
    "GET /workspaces/:/relationships/remote-state-consumers",
    ({ path }, desk) =>
      within(path[0]!, desk, ({ consumers }) => ({
        status: 200,
        data: [...consumers].map((id) => workspaceDocument(desk.store.workspace(id)!, desk.runner)),
      })),
  ],
  [
    "POST /workspaces/:/relationships/remote-state-consumers",
    (asked, desk) =>
      within(asked.path[0]!, desk, ({ consumers }) => {
        for (const id of idsIn(asked)) consumers.add(id);
        return { status: 204 };
      }),
  ],
  [
    "GET /workspaces/:/run-triggers",
    ({ path }, desk) =>
      within(path[0]!, desk, ({ triggers }) => ({
        status: 200,
        data: [...triggers].map(([source, id]) => ({
          id,
          type: "run-triggers",
          attributes: { "sourceable-name": desk.store.workspace(source)!.attributes.name },
          relationships: { sourceable: { data: { type: "workspaces", id: source } } },
        })),
      })),
  ],
  [
    "POST /workspaces/:/run-triggers",
    ({ path, data }, desk) =>
      within(path[0]!, desk, ({ triggers }) => {
        const source = data.relationships!["sourceable"]!.data.id;
        triggers.set(source, desk.store.id("rt"));
        const id = triggers.get(source)!;
        return { status: 201, data: { id, type: "run-triggers", attributes: {} } };
      }),
  ],
];

const VARIABLES: readonly Route[] = [
  [
    "GET /workspaces/:/vars",
    ({ path }, desk) =>
      within(path[0]!, desk, ({ variables }) => ({
        status: 200,
        data: variables.map(({ id, attributes }) => {
          const value = attributes["sensitive"] ? null : attributes["value"];
          return { id, type: "vars", attributes: { ...attributes, value } };
        }),
      })),
  ],
  [
    "POST /workspaces/:/vars",
    ({ path, attributes }, desk) =>
      within(path[0]!, desk, ({ variables }) => {
        const made = { id: desk.store.id("var"), attributes };
        variables.push(made);
        return { status: 201, data: { ...made, type: "vars" } };
      }),
  ],
  [
    "PATCH /workspaces/:/vars/:",
    ({ path, attributes }, desk) =>
      within(path[0]!, desk, ({ variables }) =>
        found(
          variables.find(({ id }) => id === path[1]),
          (variable) => {
            Object.assign(variable.attributes, attributes);
            return { status: 200, data: { ...variable, type: "vars" } };
          },
        ),
      ),
  ],
  ["GET /workspaces/:/varsets", () => ({ status: 200, data: [] })],
];

/** Organizations, projects, workspaces and what hangs on them. */
export const workspaceRoutes: readonly Route[] = [...ORGANIZATION, ...SETTINGS, ...VARIABLES];
