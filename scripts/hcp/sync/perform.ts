import type { HcpClient } from "../api/client.ts";
import { HcpError } from "../api/errors.ts";
import type { Resource } from "../api/resource.ts";
import type { Workspace } from "../api/types.ts";
import type { Change } from "./changes.ts";
import type { Standing } from "./standing.ts";
import type { WantedWorkspace } from "./wanted.ts";
import { rowOf } from "./words.ts";

/** Makes changes one after the other. What one of them needs, an earlier one has made. */
export class Performer {
  readonly #client: HcpClient;
  readonly #organization: string;
  readonly #projects: Map<string, string>;
  readonly #workspaces: Map<string, string>;

  constructor(client: HcpClient, organization: string, { projects, workspaces }: Standing) {
    this.#client = client;
    this.#organization = `organizations/${encodeURIComponent(organization)}`;
    this.#projects = new Map(projects);
    this.#workspaces = new Map([...workspaces].map(([name, { id }]) => [name, id]));
  }

  /** Makes all that can be made; what could not be is told at the end. */
  async all(changes: readonly Change[], done: (change: Change) => void): Promise<string[]> {
    const problems: string[] = [];
    for (const change of changes) {
      try {
        await this.#one(change);
        done(change);
      } catch (error) {
        if (!(error instanceof HcpError)) throw error;
        problems.push(error.message);
        // Without a token or a network nothing else will be made either.
        if (error.refusal === "token" || error.refusal === "lost") break;
      }
    }
    return problems;
  }

  async #one(change: Change): Promise<void> {
    const [workspace, words] = rowOf(change);
    const what = workspace ? `${words} (workspace ${workspace})` : words;
    switch (change.kind) {
      case "project":
        return this.#createProject(change.project, what);
      case "workspace":
        return this.#createWorkspace(change.wanted, what);
      case "settings": {
        const { wanted } = change;
        const id = this.#idOf(wanted.place.workspace, what);
        await this.#client.patch(`workspaces/${id}`, what, this.#workspaceBody(wanted));
        return;
      }
      case "tags": {
        const id = this.#idOf(change.wanted.place.workspace, what);
        const data = change.tags.map((name) => ({ type: "tags", attributes: { name } }));
        await this.#client.post(`workspaces/${id}/relationships/tags`, what, { data });
        return;
      }
      case "variable":
        return this.#setVariable(change, what);
      case "reader": {
        const id = this.#idOf(change.producer, what);
        const data = [{ type: "workspaces", id: this.#idOf(change.consumer, what) }];
        const path = `workspaces/${id}/relationships/remote-state-consumers`;
        await this.#client.post(path, what, { data });
        return;
      }
      case "trigger": {
        const sourceable = { data: { type: "workspaces", id: this.#idOf(change.producer, what) } };
        const id = this.#idOf(change.consumer, what);
        const data = { type: "run-triggers", relationships: { sourceable } };
        await this.#client.post(`workspaces/${id}/run-triggers`, what, { data });
      }
    }
  }

  async #createProject(name: string, what: string): Promise<void> {
    const data = { type: "projects", attributes: { name } };
    const made = await this.#client.post<Resource>(`${this.#organization}/projects`, what, {
      data,
    });
    this.#projects.set(name, made.id);
  }

  async #createWorkspace(wanted: WantedWorkspace, what: string): Promise<void> {
    const { workspace: name } = wanted.place;
    const body = this.#workspaceBody(wanted, { name, description: `Stack ${wanted.stack}` });
    const made = await this.#client.post<Workspace>(`${this.#organization}/workspaces`, what, body);
    this.#workspaces.set(name, made.id);
  }

  #workspaceBody({ attributes, agentPool, place }: WantedWorkspace, more: object = {}): object {
    const project = place.project && this.#projects.get(place.project);
    return {
      data: {
        type: "workspaces",
        attributes: {
          ...more,
          ...attributes,
          "structured-run-output-enabled": true,
          // A project's own default would win otherwise.
          "setting-overwrites": { "execution-mode": true, "agent-pool": agentPool !== undefined },
          ...(agentPool && { "agent-pool-id": agentPool }),
        },
        ...(project && { relationships: { project: { data: { type: "projects", id: project } } } }),
      },
    };
  }

  async #setVariable(change: Extract<Change, { kind: "variable" }>, what: string): Promise<void> {
    const { key, value, id } = change;
    const base = `workspaces/${this.#idOf(change.wanted.place.workspace, what)}/vars`;
    const attributes = { key, value, category: "env", hcl: false, sensitive: false };
    if (id)
      await this.#client.patch(`${base}/${id}`, what, { data: { id, type: "vars", attributes } });
    else await this.#client.post(base, what, { data: { type: "vars", attributes } });
  }

  #idOf(name: string, what: string): string {
    const id = this.#workspaces.get(name);
    if (id) return id;
    throw new HcpError("missing", `cannot ${what}: workspace ${name} is not there`);
  }
}
