// @module-tag long
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { TestProject } from "../rehearsal/run/testing/project.ts";
import { rehearse } from "../rehearsal/run/testing/rehearse.ts";
import type { Examined } from "./examine.ts";
import { makeOldWorkspaces, type OldWorkspace } from "./testing/old-workspaces.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Each step is programs of their own: a loaded machine may take its time. */
const PATIENCE = 600_000;

/** A network with a subnet and what keeps all else out, as somebody wrote it without us. */
function network(environment: string, routing_mode: string, subnet: object) {
  const project = `acme-${environment}`;
  const network = "${google_compute_network.vpc.id}";
  const name = `acme-${environment}-music-graph`;
  return {
    google_compute_network: {
      vpc: { name, project, auto_create_subnetworks: false, routing_mode },
    },
    google_compute_subnetwork: {
      machines: {
        ...{ name: `${name}-hosts`, project, network, region: "europe-west1" },
        ...{ private_ip_google_access: true, ...subnet },
      },
    },
    google_compute_firewall: {
      nothing: {
        ...{ name: `${name}-deny-ingress`, project, network, direction: "INGRESS" },
        ...{ priority: 65534, source_ranges: ["0.0.0.0/0"], deny: [{ protocol: "all" }] },
        description: "What no other rule lets in stays out",
      },
      http: {
        ...{ name: `${environment}-http`, project, network, direction: "INGRESS" },
        ...{ source_ranges: ["0.0.0.0/0"], allow: [{ protocol: "tcp", ports: ["80"] }] },
      },
    },
  };
}

/** A place for the database's password; the name is somebody's own. */
const PASSWORD = {
  ...{ project: "acme-dev", secret_id: "graph-password-dev", deletion_protection: false },
  replication: { user_managed: { replicas: [{ location: "europe-west1" }] } },
};

/** As our stack labels it, so that there is nothing to change. */
const LABELS = {
  ...{ app: "music-graph", environment: "dev", layer: "secrets" },
  ...{ managed_by: "groundplan", organization: "acme" },
};

const FLOW_LOGS = {
  ...{ aggregation_interval: "INTERVAL_10_MIN", flow_sampling: 0.5 },
  metadata: "INCLUDE_ALL_METADATA",
};

const WORKSPACES: Readonly<Record<string, OldWorkspace>> = {
  default: {
    environment: "shared",
    project: "acme-shared",
    resources: {
      google_dns_managed_zone: {
        parent: { name: "old-zone", dns_name: "example.org.", project: "acme-shared" },
      },
    },
  },
  dev: {
    environment: "dev",
    project: "acme-dev",
    labels: LABELS,
    resources: {
      ...network("dev", "REGIONAL", { ip_cidr_range: "10.60.0.0/24" }),
      google_secret_manager_secret: { db: PASSWORD },
    },
  },
  prod: {
    environment: "prod",
    project: "acme-prod",
    resources: network("prod", "GLOBAL", {
      ...{ ip_cidr_range: "10.70.0.0/24", log_config: FLOW_LOGS },
    }),
  },
};

const STACKS = ["dev-music-graph-network", "dev-music-graph-secrets", "prod-music-graph-network"];

describe.skipIf(missing("terraform"))("workspaces of one folder", () => {
  let project: TestProject;
  let old: string;
  beforeAll(async () => {
    project = new TestProject({});
    old = await makeOldWorkspaces(project, WORKSPACES);
    // From here on the project is ours.
    writeFileSync(
      join(project.root, "main.ts"),
      `import { synthesizeGraph } from ${JSON.stringify(join(HERE, "testing/graph-app.ts"))};
import { ADOPTED } from "./environments/adopted.ts";
synthesizeGraph(ADOPTED);
`,
    );
    mkdirSync(join(project.root, "environments"));
    writeFileSync(join(project.root, "environments/adopted.ts"), "export const ADOPTED = {};\n");
    writeFileSync(join(project.root, "package.json"), '{"type": "module"}');
    const tsx = import.meta.resolve("tsx");
    const app = `${process.execPath} --import ${tsx} main.ts`;
    writeFileSync(join(project.root, "cdktf.json"), JSON.stringify({ app }));
  }, PATIENCE);
  afterAll(() => project.remove());

  const adopt = async (...args: string[]): Promise<Examined> => {
    const { code, stdout, stderr } = await project.infra(["adopt", old, "--json", ...args]);
    expect([code, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout);
  };
  const rehearsed = async () => {
    const { problems, changesOf } = await rehearse(project, ...STACKS);
    return { problems, changes: STACKS.flatMap(changesOf) };
  };
  /** Every old state, byte by byte. */
  const states = () =>
    readdirSync(old, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".tfstate") && !path.startsWith(".terraform/"))
      .sort()
      .map((path) => [path, readFileSync(join(old, path), "utf8")] as const);

  it("are taken over into our stacks: the plan imports and nothing else, the next one is empty", {
    timeout: PATIENCE,
  }, async () => {
    const before = states();
    expect(before.map(([path]) => path)).toEqual([
      "terraform.tfstate",
      "terraform.tfstate.d/dev/terraform.tfstate",
      "terraform.tfstate.d/prod/terraform.tfstate",
    ]);

    const found = await adopt("--write");
    const taken = (environment: string) =>
      ["network.vpc", "subnetwork.machines", "firewall.nothing"].map(
        (name) => `${environment} google_compute_${name}`,
      );
    expect(found.adopted.map(({ old }) => old).sort()).toEqual(
      [...taken("dev"), ...taken("prod")].sort(),
    );
    expect(found.undecided.map((each) => [each.old, each.candidates[0]?.here])).toEqual([
      [
        "default google_dns_managed_zone.parent",
        "shared-music-graph-zone google_dns_managed_zone.zone",
      ],
      ["dev google_compute_firewall.http", expect.stringMatching(/^dev-music-graph-host /)],
      [
        "dev google_secret_manager_secret.db",
        "dev-music-graph-secrets google_secret_manager_secret.database",
      ],
      ["prod google_compute_firewall.http", expect.stringMatching(/^prod-music-graph-host /)],
    ]);

    const file = join(project.root, "environments/adoption.json");
    const decisions = JSON.parse(readFileSync(file, "utf8"));
    expect(decisions["dev google_secret_manager_secret.db"]).toMatch(/^\? /);
    const here = "dev-music-graph-secrets google_secret_manager_secret.database";
    const left = "leave: port 80 stays closed";
    writeFileSync(
      file,
      JSON.stringify({
        ...decisions,
        "default google_dns_managed_zone.parent": "leave: the registrar knows another one",
        "dev google_secret_manager_secret.db": here,
        ...{ "dev google_compute_firewall.http": left, "prod google_compute_firewall.http": left },
      }),
    );
    const after = await adopt("--write");
    expect([after.undecided, after.left.length]).toEqual([[], 3]);
    expect(after.adopted.flatMap(({ changes, replacedBy }) => [...changes, ...replacedBy])).toEqual(
      [],
    );
    const { ADOPTED } = await import(
      `${pathToFileURL(join(project.root, "environments/adopted.ts")).href}?second`
    );
    expect(ADOPTED.dev.names).toEqual({ "acme-dev-music-graph-database": "graph-password-dev" });

    const first = await rehearsed();
    expect(first.problems).toEqual([]);
    expect(
      first.changes.map((change) => change.split(/ |\./).slice(0, 2).join(" ")).sort(),
    ).toEqual([
      ...Array(2).fill("import google_compute_firewall"),
      ...Array(2).fill("import google_compute_network"),
      ...Array(2).fill("import google_compute_subnetwork"),
      "import google_secret_manager_secret",
    ]);
    expect(await rehearsed()).toEqual({ problems: [], changes: [] });
    expect(states()).toEqual(before);
  });

  it("leave both files as they were where our code does not take a name", {
    timeout: PATIENCE,
  }, async () => {
    const [decisions, adopted] = ["adoption.json", "adopted.ts"].map((name) =>
      join(project.root, "environments", name),
    ) as [string, string];
    const secret = { id: "x", project: "acme-prod", secret_id: "Graph_Password" };
    const type = "google_secret_manager_secret";
    const instances = [{ attributes: secret }];
    const state = { version: 4, resources: [{ mode: "managed", type, name: "db", instances }] };
    writeFileSync(join(project.root, "odd.tfstate"), JSON.stringify(state));
    const here = `prod-music-graph-secrets ${type}.database`;
    writeFileSync(decisions, JSON.stringify({ [`odd ${type}.db`]: here }));
    const before = [decisions, adopted].map((path) => readFileSync(path, "utf8"));
    const { code, stderr } = await project.infra(["adopt", "odd.tfstate", "--write"]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'name of music-graph-database in prod: name must be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen (google resource), got "Graph_Password"',
    );
    expect(stderr).toContain(
      "environments/adopted.ts and environments/adoption.json are as they were; decide otherwise there",
    );
    expect([decisions, adopted].map((path) => readFileSync(path, "utf8"))).toEqual(before);
  });
});
