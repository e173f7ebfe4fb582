import { describe, expect, it } from "vitest";
import { type Compared, compare } from "./changes.ts";
import type { StandingWorkspace } from "./standing.ts";
import type { WantedWorkspace } from "./wanted.ts";

const WANTED: WantedWorkspace = {
  stack: "dev-app",
  place: {
    host: "app.terraform.io",
    organization: "acme",
    workspace: "acme-dev-app",
    project: "dev",
  },
  attributes: { "execution-mode": "agent", "working-directory": "", "auto-apply": false },
  agentPool: "apool-1",
  tags: ["stage:dev"],
  variables: {},
  clouds: ["cloudflare"],
  reads: ["shared-dns"],
  after: [],
};

const STANDING = {
  id: "ws-1",
  name: "acme-dev-app",
  attributes: {
    name: "acme-dev-app",
    "execution-mode": "agent",
    "working-directory": null,
    "auto-apply": false,
    "tag-names": ["stage:dev", "somebody:else"],
  },
  project: "prj-dev",
  agentPool: "apool-1",
  variables: [{ id: "var-1", key: "CLOUDFLARE_API_TOKEN", value: null, category: "env" }],
  variableSets: [],
  givenKeys: [],
  consumers: [],
  triggers: [],
} as unknown as StandingWorkspace;

const DNS = { ...STANDING, id: "ws-2", name: "acme-shared-dns", consumers: ["acme-dev-app"] };

function compared(
  mine: Partial<StandingWorkspace>,
  dns: StandingWorkspace | undefined = DNS,
): Compared {
  const whole = [{ ...STANDING, ...mine }, ...(dns ? [dns] : [])];
  return {
    wanted: [WANTED],
    standing: {
      projects: new Map([
        ["dev", "prj-dev"],
        ["Default Project", "prj-default"],
      ]),
      workspaces: new Map(whole.map((each) => [each.name, each as never])),
      whole: new Map(whole.map((each) => [each.name, each])),
    },
    nameOf: (stack) => `acme-${stack}`,
    readersOf: new Map([
      ["acme-dev-app", []],
      ["acme-shared-dns", ["acme-dev-app"]],
    ]),
  };
}

describe("what a sync comes to", () => {
  it("is nothing where all is as wanted, whatever else somebody has added", () => {
    expect(compare(compared({}))).toEqual({ changes: [], superfluous: [], problems: [] });
  });

  it("moves a workspace into its project and to its agent pool", () => {
    const { changes } = compare(compared({ project: "prj-default", agentPool: "apool-0" }));
    expect(changes).toMatchObject([
      {
        kind: "settings",
        settings: [
          { name: "agent-pool-id", from: "apool-0", to: "apool-1" },
          { name: "project", from: "Default Project", to: "dev" },
        ],
      },
    ]);
  });

  it("lets a workspace read the state of one in another environment", () => {
    expect(compare(compared({}, { ...DNS, consumers: [] })).changes).toEqual([
      { kind: "reader", producer: "acme-shared-dns", consumer: "acme-dev-app" },
    ]);
  });

  it("takes Cloudflare's token from a variable set as well", () => {
    const given = { variables: [], givenKeys: ["CLOUDFLARE_API_TOKEN"] };
    expect(compare(compared(given)).problems).toEqual([]);
  });

  it("asks for Cloudflare's token, and never for its value", () => {
    expect(compare(compared({ variables: [] })).problems).toEqual([
      "acme-dev-app has no CLOUDFLARE_API_TOKEN: Cloudflare takes no token of a run's; add one as a sensitive environment variable, best in a variable set of the project",
    ]);
  });
});
