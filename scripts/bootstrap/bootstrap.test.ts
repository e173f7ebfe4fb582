import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { missing } from "../parts/parts.ts";
import { BUCKET } from "./testing/estate.ts";
import { GCS, S3, useMachines } from "./testing/machines.ts";

// Several runs of Terraform each, on machines that do other things meanwhile.
vi.setConfig({ testTimeout: 120_000 });

describe.each([S3, GCS])("bootstrap into $kind", (kind) => {
  describe.skipIf(missing(kind.part) || missing("terraform"))("with the real Terraform", () => {
    const machines = useMachines(kind);

    it("makes the bucket, moves its state in, then makes the rest; and once only", async () => {
      const project = machines.machine();
      const first = await machines.bootstrap(project, "--yes", "--json");
      expect(first.stderr).not.toContain("infra:");
      expect(JSON.parse(first.stdout).stacks).toMatchObject([
        { stack: "dev-foundation-state", where: "remote", refused: false },
        { stack: "dev-foundation-ci", where: "remote", refused: false },
      ]);
      expect(await machines.server.list(BUCKET)).toEqual(kind.keys);
      const made = await machines.remoteState();
      const names = JSON.parse(made).resources.map(({ name }: { name: string }) => name);
      expect(names).toEqual(["before", "bucket"]);
      expect(existsSync(join(project.root, ".bootstrap"))).toBe(false);

      const second = await machines.bootstrap(project, "--yes");
      expect(second.stdout).toContain("dev-foundation-state  none     nothing to do");
      expect(second.code).toBe(0);
      expect(await machines.remoteState()).toBe(made);
    });

    it("of two machines at once lets one win, and the other changes nothing of it (F24)", async () => {
      const [one, two] = [machines.machine(), machines.machine()];
      const ends = await machines.bootstrapAtOnce(one, two);
      const told = ends.map(({ stderr }) => stderr).join("\n");
      expect(ends.map(({ code }) => code).sort(), told).toEqual([0, 1]);
      const loser = ends[0]!.code === 1 ? one : two;
      const winning = await machines.remoteState();
      expect(JSON.parse(winning).resources.length).toBe(2);

      // Whoever lost is told, now or when they try again; their state stays until they look at it.
      const again = await machines.bootstrap(loser, "--yes");
      expect(again.code).toBe(1);
      expect(again.stderr).toMatch(
        /^infra: dev was bootstrapped by somebody else meanwhile: their state lies at (s3|gs):\/\/acme-dev-terraform-state\/\S+, it stays, and nothing of it was changed\. The state of this attempt is kept in \S+terraform\.tfstate and knows terraform_data\.before, terraform_data\.bucket\. Compare it with theirs before you remove it: what both know by one name is one thing$/m,
      );
      expect(await machines.remoteState()).toBe(winning);
      rmSync(machines.localState(loser));
      expect((await machines.bootstrap(loser, "--yes")).code).toBe(0);
    });
  });
});

describe.skipIf(missing("moto_server") || missing("terraform"))("bootstrap", () => {
  const machines = useMachines(S3);

  it("shows what it would make, and makes nothing", async () => {
    const project = machines.machine();
    const { code, stdout } = await machines.bootstrap(project, "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain("+ create terraform_data.bucket");
    expect(stdout).toContain("dev-foundation-ci     1 create  would be applied");
    expect(existsSync(join(project.root, ".bootstrap"))).toBe(false);
    expect(await machines.server.read(BUCKET, "")).toBeUndefined();
  });

  it("of two on one machine lets the second one wait for the first (F24)", async () => {
    const project = machines.machine();
    const ends = await machines.bootstrapAtOnce(project, project);
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 1]);
    const { stderr } = ends.find(({ code }) => code === 1)!;
    expect(stderr).toMatch(
      /infra: the bootstrap of dev is in use by "infra bootstrap dev --yes" \(process \d+, since \S+\); wait until it has ended, or stop it$/m,
    );
  });

  it("goes on where an earlier one was cut off before the state had moved", async () => {
    const project = machines.machine();
    await machines.bootstrap(project, "--yes");
    const state = await machines.remoteState();
    for (const key of S3.keys) await machines.server.remove(BUCKET, key);
    machines.leaveState(project, state);

    const { code, stdout } = await machines.bootstrap(project, "--yes");
    expect(code).toBe(0);
    expect(stdout).toContain("dev-foundation-state  none");
    expect(JSON.parse(await machines.remoteState()).lineage).toBe(JSON.parse(state).lineage);

    // And a copy that was left over after the move goes.
    machines.leaveState(project, state);
    const again = await machines.bootstrap(project, "--yes");
    expect(again.stdout).toContain("its state had moved; the local copy was removed");
    expect(existsSync(machines.localState(project))).toBe(false);
  });

  it("touches nothing where the bucket stands and nobody has its state", async () => {
    const project = machines.machine();
    await machines.server.createBucket(BUCKET);
    const { code, stderr } = await machines.bootstrap(project, "--yes");
    expect(code).toBe(1);
    expect(stderr).toBe(
      "infra: the state bucket of dev is there, but no state lies at s3://acme-dev-terraform-state/dev/foundation/state.tfstate " +
        "and none on this machine. Either somebody is bootstrapping it right now: wait, and run this again. Or its state was " +
        "lost before it had moved: run this again with --recover, which takes what stands into a new state. Nothing was changed\n",
    );
    expect(await machines.server.list(BUCKET)).toEqual([]);
  });

  it("touches nothing where a state lies that Terraform could write nowhere", async () => {
    const project = machines.machine();
    const errored = join(machines.localState(project), "../errored.tfstate");
    mkdirSync(dirname(errored), { recursive: true });
    writeFileSync(errored, "{}");
    const { code, stderr } = await machines.bootstrap(project, "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain(`infra: ${errored}: an earlier run could not write its state`);
    expect(existsSync(errored)).toBe(true);
  });
});
