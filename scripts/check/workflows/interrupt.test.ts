// @module-tag long
import type { ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missing } from "../../parts/parts.ts";
import { setDigest } from "../../plan/set-digest.ts";
import { Estate } from "../../plan/testing/estate.ts";
import { stepsIn, workflowFiles } from "./read.ts";
import { StepRunner } from "./runner.ts";

const PATIENCE = { timeout: 180_000 };

describe.skipIf(missing("terraform"))(
  "a job that is cancelled in the middle of an apply",
  PATIENCE,
  () => {
    let estate: Estate;
    beforeAll(async () => {
      estate = await Estate.open();
      const begun = estate.path("begun");
      const provisioner = { "local-exec": { command: `touch ${begun}; sleep 60` } };
      estate.project.setStacks({
        "dev-shop-slow": {
          terraform: estate.backend("dev-shop-slow"),
          resource: {
            terraform_data: {
              first: { provisioner },
              second: { depends_on: ["terraform_data.first"] },
            },
          },
        },
      });
    }, PATIENCE.timeout);
    afterAll(() => estate.remove());

    it("ends what it is making, begins nothing else, and keeps the state", async () => {
      const digest = setDigest(await estate.plan(["dev"], { out: estate.path("reviewed") }));
      mkdirSync(estate.path("handed"));
      const apply = stepsIn(workflowFiles()).find(
        ({ step }) => step.name === "Apply what was reviewed",
      )!;
      const values = {
        "inputs.environment": "dev",
        "inputs.digest": digest,
        "inputs.cloudflare-token": "",
      };
      const runner = new StepRunner(estate.project.root, { CI: "true" });
      // GitHub interrupts the process that the step began with, and no other.
      const cancel = async (child: ChildProcess) => {
        while (!existsSync(estate.path("begun"))) await setTimeout(50);
        child.kill("SIGINT");
      };
      const { code } = await runner.run(apply.step, values, cancel);
      expect(code).toBe(1);
      const [stack] = JSON.parse(
        readFileSync(estate.path("handed/report-dev.json"), "utf8"),
      ).stacks;
      expect(stack.ending).toBe("stopped");
      expect(estate.stateOf("dev-shop-slow")).toContain('"name": "first"');
      expect(estate.stateOf("dev-shop-slow")).not.toContain('"name": "second"');
      expect(existsSync(`${estate.state("dev-shop-slow")}.lock.info`)).toBe(false);
    });
  },
);
