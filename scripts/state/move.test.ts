import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { missing } from "../parts/parts.ts";
import { moveState } from "./move.ts";
import { type BackendBlock, localBackend, StateTaken } from "./place.ts";
import { readSnapshot } from "./snapshot.ts";
import { type Server, startGcs, startMoto } from "./testing/servers.ts";
import { Workshop } from "./testing/workshop.ts";

// Several runs of Terraform each, on machines that do other things meanwhile.
vi.setConfig({ testTimeout: 120_000 });

const BUCKET = "acme-dev-terraform-state";
const RESOURCES = {
  resource: {
    terraform_data: {
      one: { input: "one" },
      many: { for_each: { a: "1", b: "2" }, input: "${each.value}" },
    },
  },
  output: { both: { value: "${[for each in terraform_data.many : each.output]}" } },
};

const KINDS = [
  {
    kind: "S3",
    part: "moto_server",
    start: startMoto,
    object: "dev/app/data.tfstate",
    backend: (key: string): BackendBlock => ({
      backend: {
        s3: { bucket: BUCKET, key: `${key}.tfstate`, region: "eu-west-1", use_lockfile: true },
      },
    }),
  },
  {
    kind: "Cloud Storage",
    part: "fake-gcs-server",
    start: startGcs,
    object: "dev/app/data/default.tfstate",
    backend: (key: string): BackendBlock => ({ backend: { gcs: { bucket: BUCKET, prefix: key } } }),
  },
] as const;

describe.each(KINDS)(
  "a state that moves between a file and $kind",
  ({ part, start, object, backend }) => {
    describe.skipIf(missing(part) || missing("terraform"))("with the real Terraform", () => {
      let server: Server;
      let shop: Workshop;
      const remote = backend("dev/app/data");
      beforeAll(async () => {
        server = await start();
        await server.createBucket(BUCKET);
      });
      afterAll(() => server.stop());
      beforeEach(() => {
        shop = new Workshop(server.env);
      });
      afterEach(() => shop.remove());

      const file = (name = "data.tfstate") => join(shop.root, "states", name);
      /** Applies the stack with its state in a file. */
      const applied = async (name?: string, input = "one") => {
        const resource = { ...RESOURCES.resource.terraform_data, one: { input } };
        const template = { ...RESOURCES, resource: { terraform_data: resource } };
        const terraform = localBackend(file(name));
        const folder = await shop.stack(name ?? "local", { ...template, terraform });
        await shop.terraform(folder, "apply", "-auto-approve", "-no-color");
        return readSnapshot(readFileSync(file(name), "utf8"), "file");
      };

      it("arrives with lineage, resources and outputs, and comes back so", async () => {
        const before = await applied();
        const there = await moveState(shop.place(localBackend(file())), shop.place(remote));
        expect(await server.list(BUCKET)).toEqual([object]);
        expect(there).toMatchObject({
          lineage: before.lineage,
          resources: ['terraform_data.many["a"]', 'terraform_data.many["b"]', "terraform_data.one"],
          outputs: ["both"],
        });

        const stack = await shop.stack("remote", { ...RESOURCES, terraform: remote });
        expect(await shop.terraform(stack, "plan", "-no-color")).toContain("No changes.");
        await shop.terraform(
          stack,
          "apply",
          "-auto-approve",
          "-no-color",
          "-replace=terraform_data.one",
        );

        const back = await moveState(
          shop.place(remote),
          shop.place(localBackend(file("back.tfstate"))),
        );
        expect(back?.lineage).toBe(before.lineage);
        const home = await shop.stack("home", {
          ...RESOURCES,
          terraform: localBackend(file("back.tfstate")),
        });
        expect(await shop.terraform(home, "plan", "-no-color")).toContain("No changes.");
      });

      it("arrives once: moving again changes nothing", async () => {
        const key = backend("dev/app/twice");
        await applied();
        const first = await moveState(shop.place(localBackend(file())), shop.place(key));
        const second = await moveState(shop.place(localBackend(file())), shop.place(key));
        expect(second?.serial).toBe(first?.serial);
      });

      it("never lands on another state, nor on a newer one of its own", async () => {
        const key = backend("dev/app/taken");
        await applied("first.tfstate");
        const first = await moveState(
          shop.place(localBackend(file("first.tfstate"))),
          shop.place(key),
        );
        await applied("second.tfstate", "two");
        await expect(
          moveState(shop.place(localBackend(file("second.tfstate"))), shop.place(key)),
        ).rejects.toThrow(StateTaken);

        const stack = await shop.stack("ahead", { ...RESOURCES, terraform: key });
        await shop.terraform(
          stack,
          "apply",
          "-auto-approve",
          "-no-color",
          "-replace=terraform_data.one",
        );
        await expect(
          moveState(shop.place(localBackend(file("first.tfstate"))), shop.place(key)),
        ).rejects.toThrow(/another state lies there already, and it stays: .*over newer state/);
        expect((await shop.place(key).pull())?.lineage).toBe(first?.lineage);
      });

      it("makes a second apply name who holds the lock, or wait", async () => {
        const slow = { slow: { provisioner: [{ "local-exec": { command: "sleep 2" } }] } };
        const template = {
          terraform: backend("dev/app/locked"),
          resource: { terraform_data: slow },
        };
        const folder = await shop.stack("holder", template);
        const other = await shop.stack("waiter", template);
        const apply = ["apply", "-auto-approve", "-no-color"];
        const holder = shop.terraform(folder, ...apply);
        await until(async () =>
          (await server.list(BUCKET)).some((name) => name.endsWith(".tflock")),
        );

        await expect(shop.terraform(other, ...apply)).rejects.toThrow(
          /Error acquiring the state lock[\s\S]*Operation:\s+OperationTypeApply[\s\S]*Who:\s+\S+@/,
        );
        expect(await shop.terraform(other, ...apply, "-lock-timeout=30s")).toContain("No changes.");
        expect(await holder).toContain("1 added");
      });
    });
  },
);

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error("nobody took the lock");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
