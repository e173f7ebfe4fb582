import { type Reply, StandIn, type Standing } from "./stand-in.ts";

const NOT_FOUND: Reply = { status: 404, data: { message: "404 Not found" } };

/** A status of a commit. */
interface StandingStatus {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly status: string;
  readonly description: string;
  readonly target_url?: string;
}

/** GitLab's API, as far as a note needs it. */
export class GitlabStandIn extends StandIn {
  readonly login = "plan-bot";

  /** Labels of the merge request. */
  labels: string[] = [];
  /** Who approves it. */
  approvers: string[] = [];
  /** Statuses of commits, in the order in which they were written. */
  readonly statuses: StandingStatus[] = [];

  protected answer(method: string, url: URL, sent: Readonly<Record<string, string>>): Reply {
    const path = url.pathname.replace("/projects/acme%2Finfrastructure", "");
    if (path === "/user") return { status: 200, data: { username: this.login } };
    const commit = /^\/(?:repository\/commits\/(\w+)\/statuses|statuses\/(\w+))$/.exec(path);
    if (commit) return this.#status(method, url, commit[1] ?? commit[2]!, sent);
    if (path === "/merge_requests")
      return {
        status: 200,
        data: this.page(url, this.open).found.map(({ number, fork }) => {
          return { iid: number, source_project_id: fork ? 2 : 1, target_project_id: 1 };
        }),
      };
    const [, number, rest = ""] = /^\/merge_requests\/(\d+)(\/.*)?$/.exec(path) ?? [];
    if (this.headOf(Number(number)) === undefined) return NOT_FOUND;
    if (rest.startsWith("/notes")) return this.#notes(method, url, Number(number), rest, sent);
    if (rest === "/reset_approvals") this.approvers = [];
    if (rest.endsWith("approvals")) {
      return { status: 200, data: { approved_by: this.approvers.map(userOf) } };
    }
    if (method === "PUT") this.#relabel(sent);
    const sha = this.headOf(Number(number));
    return { status: 200, data: { iid: Number(number), sha, labels: this.labels } };
  }

  #notes(
    method: string,
    url: URL,
    on: number,
    path: string,
    { body }: Readonly<Record<string, string>>,
  ): Reply {
    const id = Number(path.split("/")[2]);
    if (this.isTooLong(body)) {
      const message = { note: [`is too long (maximum is ${this.limit} characters)`] };
      return { status: 400, data: { message } };
    }
    if (method === "POST") return { status: 201, data: shown(this.add(body!, this.login, on)) };
    if (method === "DELETE") return this.drop(id) ? { status: 204 } : NOT_FOUND;
    if (method === "GET")
      return { status: 200, data: this.page(url, this.on(on)).found.map(shown) };
    const note = this.write(id, body!);
    return note ? { status: 200, data: shown(note) } : NOT_FOUND;
  }

  #status(method: string, url: URL, sha: string, sent: Readonly<Record<string, string>>): Reply {
    const own = this.statuses.filter((each) => each.sha === sha);
    if (method === "GET") return { status: 200, data: this.page(url, own).found };
    const { name = "default", state: status = "", description = "", target_url } = sent;
    const last = own.filter((each) => each.name === name).at(-1)?.status;
    if (status === "pending" && last === "pending") {
      const why = 'Status cannot transition via "enqueue"';
      const message = `Cannot transition status via :enqueue from :pending (Reason(s): ${why})`;
      return { status: 400, data: { message } };
    }
    const id = this.statuses.length + 1;
    const url_ = target_url && { target_url };
    this.statuses.push({ ...{ id, sha, name, status, description }, ...url_ });
    return { status: 201, data: this.statuses.at(-1) };
  }

  #relabel({ add_labels = "", remove_labels = "" }: Readonly<Record<string, string>>): void {
    const removed = remove_labels.split(",");
    this.labels = this.labels.filter((name) => !removed.includes(name));
    this.labels.push(...add_labels.split(",").filter(Boolean));
  }
}

function userOf(username: string) {
  return { user: { username } };
}

function shown({ id, body, login }: Standing) {
  return { id, body, author: { username: login } };
}
