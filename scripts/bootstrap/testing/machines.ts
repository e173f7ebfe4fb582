import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { type StackSpec, TestProject } from "../../rehearsal/run/testing/project.ts";
import { type Server, startGcs, startMoto } from "../../state/testing/servers.ts";
import {
  BUCKET,
  gcsBackend,
  MAKE_GCS_BUCKET,
  MAKE_S3_BUCKET,
  madeUpFoundation,
  SLOW,
  s3Backend,
} from "./estate.ts";

/** Where a made-up foundation is bootstrapped into. */
export interface Kind {
  readonly kind: string;
  readonly part: "moto_server" | "fake-gcs-server";
  readonly start: () => Promise<Server>;
  readonly estate: Readonly<Record<string, StackSpec>>;
  /** Objects that the two states lie in: CI, then the bucket's own. */
  readonly keys: readonly [string, string];
}

/** S3 by moto. */
export const S3: Kind = {
  kind: "S3",
  part: "moto_server",
  start: startMoto,
  estate: madeUpFoundation(s3Backend, MAKE_S3_BUCKET),
  keys: ["dev/foundation/ci.tfstate", "dev/foundation/state.tfstate"],
};

/** Cloud Storage by fake-gcs-server. */
export const GCS: Kind = {
  kind: "Cloud Storage",
  part: "fake-gcs-server",
  start: startGcs,
  estate: madeUpFoundation(gcsBackend, MAKE_GCS_BUCKET),
  keys: ["dev/foundation/ci/default.tfstate", "dev/foundation/state/default.tfstate"],
};

/** Machines that bootstrap into one cloud. */
class Machines {
  readonly kind: Kind;
  readonly #projects: TestProject[] = [];
  #server: Server | undefined;

  constructor(kind: Kind) {
    this.kind = kind;
  }

  /** The cloud, once it was started. */
  get server(): Server {
    if (!this.#server) throw new Error(`${this.kind.part} was not started`);
    return this.#server;
  }

  async start(): Promise<void> {
    this.#server = await this.kind.start();
  }

  /** A checkout on a machine of its own. */
  machine(estate: Readonly<Record<string, StackSpec>> = this.kind.estate): TestProject {
    const project = new TestProject(estate);
    this.#projects.push(project);
    return project;
  }

  /** Runs `infra bootstrap dev` there. */
  bootstrap(project: TestProject, ...args: readonly string[]) {
    return project.infra(["bootstrap", "dev", ...args], this.#env);
  }

  /** The same on several machines at once, so slow that they meet. */
  bootstrapAtOnce(...projects: readonly TestProject[]) {
    const env = { ...this.#env, ...SLOW };
    return Promise.all(projects.map((each) => each.infra(["bootstrap", "dev", "--yes"], env)));
  }

  get #env() {
    return { TF_CLI_CONFIG_FILE: "/dev/null", ...this.server.env };
  }

  /** The file that the bucket's state lies in before it moves. */
  localState(project: TestProject): string {
    return join(project.root, ".bootstrap/dev/dev-foundation-state/terraform.tfstate");
  }

  /** Leaves a state behind on a machine. */
  leaveState(project: TestProject, text: string): void {
    mkdirSync(dirname(this.localState(project)), { recursive: true });
    writeFileSync(this.localState(project), text);
  }

  /** Text of the bucket's own state, in the bucket. */
  async remoteState(): Promise<string> {
    return (await this.server.read(BUCKET, this.kind.keys[1])) ?? "null";
  }

  /** Removes the machines, and all that they have made in the cloud. */
  async remove(): Promise<void> {
    for (const project of this.#projects.splice(0)) project.remove();
    await this.server.empty();
  }
}

/** One cloud for the tests around the call, which is empty for each of them. */
export function useMachines(kind: Kind): Machines {
  const machines = new Machines(kind);
  beforeAll(() => machines.start());
  afterEach(() => machines.remove());
  afterAll(() => machines.server.stop());
  return machines;
}
