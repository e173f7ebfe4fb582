import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { githubForge } from "./github.ts";
import { GithubStandIn } from "./testing/github-stand-in.ts";

const server = new GithubStandIn();
const said: string[] = [];

beforeAll(() => server.start());
afterAll(() => server.stop());

describe("reading from GitHub", () => {
  it("waits for limits as long as they ask, and reads again", async () => {
    const forge = githubForge(
      {
        api: server.api,
        token: "t",
        second: 1,
        now: () => new Date(),
        talk: (text) => said.push(text),
      },
      { owner: "acme", repo: "infrastructure", number: 7 },
    );
    const reset = String(Math.floor(Date.now() / 1000) + 60);
    server.faults.push(
      {
        ...{ on: /^GET .*comments/, times: 1, status: 403, headers: { "retry-after": "30" } },
        message: "You have exceeded a secondary rate limit",
      },
      {
        ...{ on: /^GET .*comments/, times: 1, status: 429 },
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset },
      },
    );
    expect(await forge.comments()).toEqual([]);
    expect(said[0]).toBe("infra: GitHub asks to wait 30 s");
    expect(said[1]).toMatch(/^infra: GitHub asks to wait \d+ s$/);
    expect(server.requests).toHaveLength(3);
  });
});
