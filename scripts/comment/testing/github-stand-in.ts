import { type Reply, StandIn, type Standing, type StandingRequest } from "./stand-in.ts";

/** Issues of a repository, as far as drift needs them. */
export interface StandingIssue {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly login: string;
}

const NOT_FOUND: Reply = { status: 404, data: { message: "Not Found" } };

/** GitHub's API, as far as a comment and an issue need it. */
export class GithubStandIn extends StandIn {
  readonly login = "github-actions[bot]";
  readonly issues: StandingIssue[] = [];
  /** Labels of the pull request, and the colours of those that the repository has. */
  labels: string[] = [];
  readonly colours = new Map<string, string>();
  /** Reviews of the pull request. */
  readonly reviews: { readonly id: number; state: string; readonly user: object; why?: string }[] =
    [];
  /** Statuses of commits, the newest first. */
  readonly statuses: Record<string, string>[] = [];
  readonly releases: Record<string, unknown>[] = [];
  /** What else is asked for, by path. */
  readonly others = new Map<string, unknown>();

  /** What a job of GitHub Actions has whose API this is. */
  get job(): Record<string, string> {
    return {
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: this.api,
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "acme/infrastructure",
      GITHUB_RUN_ID: "100",
    };
  }

  protected answer(method: string, url: URL, body: Record<string, string>): Reply {
    const path = url.pathname;
    if (path === "/graphql")
      return { status: 200, data: { data: { viewer: { login: this.login } } } };
    if (this.others.has(path)) return { status: 200, data: this.others.get(path) };
    if (path === "/repos/acme/infrastructure/pulls")
      return this.#paged(url, this.open, shownRequest);
    const pull = /^\/repos\/acme\/infrastructure\/pulls\/(\d+)$/.exec(path)?.[1];
    if (pull) {
      const sha = this.headOf(Number(pull));
      return sha ? { status: 200, data: { number: Number(pull), head: { sha } } } : NOT_FOUND;
    }
    if (this.isTooLong(body["body"])) {
      const message = `body is too long (maximum is ${this.limit} characters)`;
      const errors = [{ resource: "IssueComment", code: "custom", field: "body", message }];
      return { status: 422, data: { message: "Validation Failed", errors } };
    }
    const labels = /^\/repos\/acme\/infrastructure(\/issues\/7)?\/labels(?:\/(.+))?$/.exec(path);
    if (labels) return this.#labels(method, labels[1] === undefined, labels[2], body);
    const review =
      /^\/repos\/acme\/infrastructure\/pulls\/7\/reviews(?:\/(\d+)\/dismissals)?$/.exec(path);
    if (review) return this.#reviews(review[1], body);
    const commit =
      /^\/repos\/acme\/infrastructure\/(?:commits\/(\w+)\/statuses|statuses\/(\w+))$/.exec(path);
    if (commit) return this.#statuses(method, commit[1] ?? commit[2]!, body);
    const release = /^\/repos\/acme\/infrastructure\/releases(?:\/(\d+))?$/.exec(path);
    if (release) return this.#releases(method, release[1], body);
    const issue = /^\/repos\/acme\/infrastructure\/issues(?:\/(\d+))?$/.exec(path);
    if (issue) return this.#issues(method, url, issue[1], body);
    const one = /^\/repos\/acme\/infrastructure\/issues\/comments\/(\d+)$/.exec(path)?.[1];
    if (one && method === "PATCH") return reply(this.write(Number(one), body["body"]!));
    if (one && method === "DELETE") return this.drop(Number(one)) ? { status: 204 } : NOT_FOUND;
    const on = Number(/^\/repos\/acme\/infrastructure\/issues\/(\d+)\/comments$/.exec(path)?.[1]);
    if (this.headOf(on) === undefined) return NOT_FOUND;
    if (method === "POST")
      return { status: 201, data: shown(this.add(body["body"]!, this.login, on)) };
    return this.#paged(url, this.on(on), shown);
  }

  #paged<T>(url: URL, all: readonly T[], show: (each: T) => object): Reply {
    const { found, more, number } = this.page(url, all);
    url.searchParams.set("page", String(number + 1));
    const headers = { link: `<${url.href}>; rel="next"` };
    return { status: 200, data: found.map(show), ...(more && { headers }) };
  }

  #labels(
    method: string,
    ofRepository: boolean,
    one: string | undefined,
    body: Readonly<Record<string, unknown>>,
  ): Reply {
    const shownLabels = () => ({ status: 200, data: this.labels.map((name) => ({ name })) });
    if (ofRepository) {
      const { name, color } = body as Record<string, string>;
      if (this.colours.has(name!)) return { status: 422, data: { message: "already_exists" } };
      this.colours.set(name!, color!);
      return { status: 201, data: { name } };
    }
    if (method === "DELETE") {
      const name = decodeURIComponent(one!);
      if (!this.labels.includes(name)) return NOT_FOUND;
      this.labels = this.labels.filter((each) => each !== name);
    }
    if (method === "POST") this.labels.push(...(body["labels"] as string[]));
    return shownLabels();
  }

  /** Gives an approval. */
  approve(login: string): void {
    const user = userOf(login);
    this.reviews.push({ id: this.reviews.length + 1, state: "APPROVED", user });
  }

  #statuses(method: string, sha: string, body: Record<string, string>): Reply {
    if (method === "POST") this.statuses.unshift({ ...body, sha });
    return { status: 200, data: this.statuses.filter((each) => each["sha"] === sha) };
  }

  #reviews(id: string | undefined, { message }: Record<string, string>): Reply {
    if (id === undefined) return { status: 200, data: this.reviews };
    const review = this.reviews.find((each) => each.id === Number(id));
    if (!review) return NOT_FOUND;
    return { status: 200, data: Object.assign(review, { state: "DISMISSED", why: message }) };
  }

  #releases(method: string, id: string | undefined, body: Record<string, string>): Reply {
    if (method === "GET") return { status: 200, data: this.releases };
    if (method === "POST") this.releases.push({ id: this.releases.length + 1, ...body });
    else Object.assign(this.releases[Number(id) - 1]!, body);
    return { status: 200, data: {} };
  }

  #issues(method: string, url: URL, id: string | undefined, body: Record<string, string>): Reply {
    const shownIssue = ({ login, ...rest }: StandingIssue) => ({ ...rest, user: userOf(login) });
    if (id === undefined && method === "POST") {
      const { title = "", body: text = "" } = body;
      const issue: StandingIssue = {
        ...{ number: this.issues.length + 1, title, body: text, login: this.login },
        state: "open",
      };
      this.issues.push(issue);
      return { status: 201, data: shownIssue(issue) };
    }
    if (id === undefined) {
      const state = url.searchParams.get("state");
      const found = this.issues.filter((each) => state === "all" || each.state === state);
      return { status: 200, data: found.map(shownIssue) };
    }
    const issue = this.issues.find(({ number }) => number === Number(id));
    if (!issue || method !== "PATCH") return NOT_FOUND;
    Object.assign(issue, body);
    return { status: 200, data: shownIssue(issue) };
  }
}

function reply(comment: Standing | undefined): Reply {
  return comment ? { status: 200, data: shown(comment) } : NOT_FOUND;
}

function shownRequest({ number, head: sha, fork }: StandingRequest) {
  const full_name = fork ? "somebody/infrastructure" : "acme/infrastructure";
  return { number, head: { sha, repo: { full_name } } };
}

function shown({ id, body, login }: Standing) {
  return { id, body, user: userOf(login) };
}

function userOf(login: string) {
  return { login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}
