// @module-tag long
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missing } from "../parts/parts.ts";
import { Estate, layers } from "../plan/testing/estate.ts";
import { ended, until } from "../rehearsal/run/testing/project.ts";

const BIN = fileURLToPath(new URL("../infra/bin.mjs", import.meta.url));
const hasScript = existsSync("/usr/bin/script") && process.platform === "linux";

describe.skipIf(missing("terraform") || !hasScript)("applying on a terminal", () => {
  let estate: Estate;
  beforeEach(async () => {
    estate = await Estate.open();
    const { "dev-shop-network": network, "dev-shop-service": service } = layers(estate);
    estate.project.setStacks({ "dev-shop-network": network!, "dev-shop-service": service! });
    await estate.plan(["dev"]);
  });
  afterEach(() => estate.remove());

  const answer = async (...answers: readonly string[]) => {
    const { CI: _, ...env } = process.env;
    const typed = `stty cols 160; exec ${process.execPath} ${BIN} apply`;
    const child = spawn("/usr/bin/script", ["-qec", typed, "/dev/null"], {
      cwd: estate.project.root,
      env: { ...env, NO_COLOR: "1", TF_CLI_CONFIG_FILE: "/dev/null" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const end = ended(child);
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    for (const [at, each] of answers.entries()) {
      const asked = () => said.split("apply exactly this? [y/N]").length - 1 > at;
      await until(asked, `it asks for the ${at + 1}. time`);
      child.stdin.write(`${each}\n`);
    }
    return end;
  };

  it("shows each set before it asks, and goes on with what nobody has seen yet", async () => {
    const { code, stdout } = await answer("y", "y");
    expect(code).toBe(0);
    expect(stdout.indexOf("Plan: creates")).toBeLessThan(stdout.indexOf("apply exactly this?"));
    expect(stdout).toMatch(/dev-shop-network +applied, as reviewed/);
    expect(stdout).toMatch(/dev-shop-service +applied, as reviewed/);
  });

  it("stops at a no, and says with its code that something is left", async () => {
    const { code } = await answer("y", "n");
    expect(code).toBe(3);
    expect(existsSync(estate.state("dev-shop-service"))).toBe(false);
  });

  it("changes nothing where the first answer is no", async () => {
    expect((await answer("n")).code).toBe(1);
    expect(existsSync(estate.state("dev-shop-network"))).toBe(false);
  });
});
