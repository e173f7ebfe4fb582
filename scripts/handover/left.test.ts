import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runInfra } from "../infra/run.ts";
import type { Project } from "../stacks/project.ts";
import { KEYS } from "./keys.ts";
import { keepLeft, recoverLeft } from "./left.ts";
import { failureOf, keyring, Place, SENTINEL } from "./testing/sets.ts";

const STACK = "prod-app-data";

/** A checkout of its own: the machine of a job, or somebody's. */
class Machine extends Place {
  get project(): Project {
    return { root: this.root, output: this.at("cdktf.out") } as Project;
  }

  write(name: string, text: string): void {
    mkdirSync(this.at(`${name}/..`), { recursive: true });
    writeFileSync(this.at(name), text);
  }

  /** Runs `infra` in it. */
  async infra(args: readonly string[], env: Record<string, string>) {
    this.write("cdktf.json", '{"app":"true"}');
    const [out, said]: [string[], string[]] = [[], []];
    const code = await runInfra(args, {
      env,
      folder: this.root,
      terminal: false,
      print: (text) => out.push(text),
      talk: (text) => said.push(text),
    });
    return { code, out: out.join("\n"), said: said.join("\n") };
  }
}

describe("what an apply has left on a machine that goes away", () => {
  const [job, own] = [new Machine(), new Machine()];
  const left = job.at("left.age");
  let env: Record<string, string>;
  beforeAll(async () => {
    env = await keyring();
    job.write(`.errored/${STACK}.tfstate`, `{"serial":7,"password":"${SENTINEL}"}`);
    job.write(`.errored/${STACK}.2.tfstate`, '{"serial":8}');
    job.write(`reviewed/stacks/${STACK}/apply-1.log`, "Terraform's words");
    job.write(`reviewed/stacks/${STACK}/plan.json`, "{}");
  });
  afterAll(() => {
    job.remove();
    own.remove();
  });

  it("is kept for those who may open plans, and for nobody else", async () => {
    const { [KEYS.recipient]: recipient = "" } = env;
    const args = ["handover", "keep", "reviewed", "--out", "left.age"];
    const { code, out, said } = await job.infra(args, { [KEYS.recipient]: recipient });
    expect([code, out.split("\n")]).toEqual([
      0,
      [`logs/${STACK}/apply-1.log`, `${STACK}.2.tfstate`, `${STACK}.tfstate`],
    ]);
    expect(said).toBe(
      `infra: left.age holds the only copy of ${STACK}.2.tfstate, ${STACK}.tfstate: keep it, and bring it back with infra handover recover`,
    );
    const sealed = readFileSync(left);
    expect([sealed.includes(SENTINEL), sealed.includes(STACK)]).toEqual([false, false]);
    expect(statSync(left).mode & 0o077).toBe(0);
    const stranger = recoverLeft(left, own.project, await keyring());
    await expect(stranger).rejects.toThrow(`it is encrypted for another key than ${KEYS.identity}`);
  });

  it("comes back where no plan is made until each state is where it belongs", async () => {
    const { code, out, said } = await own.infra(["handover", "recover", left], env);
    expect([code, out.split("\n")]).toEqual([
      0,
      [`logs/${STACK}/apply-1.log`, `${STACK}.2.tfstate`, `${STACK}.tfstate`].map((name) =>
        own.at(`.errored/${name}`),
      ),
    ]);
    expect(said).toContain("npx infra synth, and terraform init in each folder");
    expect(said).toContain(
      `terraform -chdir=cdktf.out/stacks/${STACK} state push ${own.at(`.errored/${STACK}.tfstate`)} && rm `,
    );
    const state = own.at(`.errored/${STACK}.tfstate`);
    expect(readFileSync(state, "utf8")).toContain(SENTINEL);
    expect(statSync(state).mode & 0o077).toBe(0);
  });

  it("does not overwrite what came back before", async () => {
    const said = await failureOf(() => recoverLeft(left, own.project, env));
    expect(said.replaceAll(own.root, "").replaceAll(job.root, "")).toBe(`/left.age is not opened:
  - /.errored/logs/${STACK}/apply-1.log is there already
  - /.errored/${STACK}.2.tfstate is there already
  - /.errored/${STACK}.tfstate is there already
nothing was written; put back or remove what is there first`);
  });

  it("is no file at all where nothing was left", async () => {
    const set = own.at("nothing");
    const quiet = { ...own.project, root: own.at("elsewhere") };
    expect(await keepLeft({ project: quiet, set, out: own.at("none.age"), env })).toEqual([]);
    expect(existsSync(own.at("none.age"))).toBe(false);
  });

  it("is refused where it is cut off, or not there", async () => {
    own.write("cut.age", readFileSync(left).subarray(0, 200).toString("latin1"));
    const cut = recoverLeft(own.at("cut.age"), own.project, env);
    await expect(cut).rejects.toThrow("it was cut off or changed on its way");
    const none = recoverLeft(own.at("none.age"), own.project, env);
    await expect(none).rejects.toThrow("there is no such file");
  });
});
