import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StateServer } from "./state-server.ts";

const STATE = JSON.stringify({ version: 4, serial: 1, lineage: "a", resources: [] });
const LOCK = ".terraform.tfstate.lock.info";

describe("the server of states", () => {
  let folder: string;
  let server: StateServer;
  let kept: ReturnType<StateServer["keep"]>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "groundplan-states-"));
    server = new StateServer();
    await server.open();
    kept = server.keep("dev-app-main", folder);
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (method: string, body?: string, query = "") => {
    const { TF_HTTP_ADDRESS, TF_HTTP_USERNAME, TF_HTTP_PASSWORD } = kept.variables;
    const token = Buffer.from(`${TF_HTTP_USERNAME}:${TF_HTTP_PASSWORD}`).toString("base64");
    const response = await fetch(`${TF_HTTP_ADDRESS}${query}`, {
      method,
      headers: { authorization: `Basic ${token}` },
      ...(body !== undefined && { body }),
    });
    return { code: response.status, body: await response.text() };
  };
  const file = (name: string) => join(folder, name);

  it("has no state at first, and then the one that it was given; the one before stays beside it", async () => {
    expect(await ask("GET")).toEqual({ code: 404, body: "" });
    writeFileSync(file("terraform.tfstate"), "old");
    expect(await ask("POST", STATE)).toEqual({ code: 200, body: "" });
    expect(await ask("GET")).toEqual({ code: 200, body: STATE });
    expect(readFileSync(file("terraform.tfstate.backup"), "utf8")).toBe("old");
  });

  it("takes nothing that is no state", async () => {
    expect(await ask("POST", STATE.slice(0, 30))).toEqual({
      code: 400,
      body: "this is no state of Terraform's, format 4",
    });
    expect(existsSync(file("terraform.tfstate"))).toBe(false);
  });

  it("is locked by one at a time, who alone writes and gives the lock back", async () => {
    expect(await ask("LOCK", '{"ID":"1","Who":"me"}')).toEqual({ code: 200, body: "" });
    expect(await ask("LOCK", '{"ID":"2"}')).toMatchObject({
      code: 423,
      body: expect.stringContaining('"ID":"1","Who":"me"'),
    });
    expect((await ask("POST", STATE)).code).toBe(409);
    expect((await ask("POST", STATE, "?ID=1")).code).toBe(200);
    expect((await ask("UNLOCK", '{"ID":"2"}')).code).toBe(409);
    expect((await ask("UNLOCK", '{"ID":"1"}')).code).toBe(200);
    expect(existsSync(file(LOCK))).toBe(false);
  });

  it("keeps the lock while the Terraform that took it lives, and no longer", async () => {
    const terraform = spawn("sleep", ["60"]);
    kept.started(terraform.pid!);
    await ask("LOCK", '{"ID":"1"}');
    const next = new StateServer();
    await next.open();
    kept = next.keep("dev-app-main", folder);
    expect((await ask("LOCK", '{"ID":"2"}')).code).toBe(423);
    const gone = new Promise((resolve) => terraform.on("exit", resolve));
    terraform.kill("SIGKILL");
    await gone;
    expect((await ask("LOCK", '{"ID":"2"}')).code).toBe(200);
    await next.close();
  });

  it("lets nobody in who does not know the password, nor to another stack", async () => {
    const address = kept.variables.TF_HTTP_ADDRESS;
    expect((await fetch(address)).status).toBe(401);
    kept = { ...kept, variables: { ...kept.variables, TF_HTTP_ADDRESS: `${address}-other` } };
    expect((await ask("GET")).code).toBe(404);
    expect((await ask("DELETE")).code).toBe(404);
  });

  it("takes over a lock of a process that is dead", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", "0"]);
    kept.started(pid);
    await ask("LOCK", '{"ID":"1"}');
    expect((await ask("LOCK", '{"ID":"2"}')).code).toBe(200);
  });
});
