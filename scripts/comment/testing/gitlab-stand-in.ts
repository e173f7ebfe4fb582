import { type Reply, StandIn, type Standing } from "./stand-in.ts";

const NOT_FOUND: Reply = { status: 404, data: { message: "404 Not found" } };

/** GitLab's API, as far as a note needs it. */
export class GitlabStandIn extends StandIn {
  readonly login = "plan-bot";

  /** Labels of the merge request. */
  labels: string[] = [];

  protected answer(method: string, url: URL, sent: Readonly<Record<string, string>>): Reply {
    const { body } = sent;
    const path = url.pathname;
    if (path === "/user") return { status: 200, data: { username: this.login } };
    const rest =
      /^\/projects\/acme%2Finfrastructure\/merge_requests\/7(\/notes(?:\/(\d+))?)?$/.exec(path);
    if (!rest) return NOT_FOUND;
    const [, notes, id] = rest;
    if (!notes && method === "PUT") this.#relabel(sent);
    if (!notes) return { status: 200, data: { iid: 7, sha: this.head, labels: this.labels } };
    if (this.isTooLong(body)) {
      return {
        status: 400,
        data: { message: { note: [`is too long (maximum is ${this.limit} characters)`] } },
      };
    }
    if (method === "POST") return { status: 201, data: shown(this.add(body!)) };
    if (method === "DELETE") return this.drop(Number(id)) ? { status: 204 } : NOT_FOUND;
    if (method === "GET") return { status: 200, data: this.page(url).found.map(shown) };
    const note = this.write(Number(id), body!);
    return note ? { status: 200, data: shown(note) } : NOT_FOUND;
  }

  #relabel({ add_labels = "", remove_labels = "" }: Readonly<Record<string, string>>): void {
    const removed = remove_labels.split(",");
    this.labels = this.labels.filter((name) => !removed.includes(name));
    this.labels.push(...add_labels.split(",").filter(Boolean));
  }
}

function shown({ id, body, login }: Standing) {
  return { id, body, author: { username: login } };
}
