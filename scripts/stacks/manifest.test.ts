import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { producersFirst, readStacks } from "./manifest.ts";
import { messageOf } from "./testing/message-of.ts";

describe("the synthesized stacks", () => {
  let output: string;
  beforeEach(() => {
    output = mkdtempSync(join(tmpdir(), "groundplan-manifest-"));
  });
  afterEach(() => rmSync(output, { recursive: true, force: true }));

  const write = (stacks: Record<string, { dependencies?: string[]; template?: object }>) => {
    const entries = Object.entries(stacks).map(([name, { dependencies = [], template = {} }]) => {
      const workingDirectory = `stacks/${name}`;
      const synthesizedStackPath = `${workingDirectory}/cdk.tf.json`;
      mkdirSync(join(output, workingDirectory), { recursive: true });
      writeFileSync(join(output, synthesizedStackPath), JSON.stringify(template));
      return [name, { name, workingDirectory, synthesizedStackPath, dependencies }];
    });
    const manifest = { version: "0.21.0", stacks: Object.fromEntries(entries) };
    writeFileSync(join(output, "manifest.json"), JSON.stringify(manifest));
  };

  it("are read with environment, layer and folder", () => {
    write({ "dev-music-library-network": { template: { resource: {} } } });
    expect(readStacks(output)).toEqual([
      {
        id: "dev-music-library-network",
        environment: "dev",
        layer: "network",
        dependencies: [],
        folder: join(output, "stacks/dev-music-library-network"),
        template: { resource: {} },
      },
    ]);
  });

  it("depend on what they say and on what they read, and stand after it", () => {
    write({
      "dev-app-edge": { dependencies: ["dev-app-service"] },
      "dev-app-service": {
        template: {
          data: {
            terraform_remote_state: {
              own: { backend: "gcs", config: { bucket: "b", prefix: "service" } },
              network: { backend: "gcs", config: { bucket: "b", prefix: "zz" } },
              strange: { backend: "gcs", config: { bucket: "b", prefix: "nobody" } },
            },
          },
          terraform: { backend: { gcs: { bucket: "b", prefix: "service" } } },
        },
      },
      "dev-app-zz": {
        template: { terraform: { backend: { gcs: { bucket: "b", prefix: "zz" } } } },
      },
    });
    expect(readStacks(output).map(({ id, dependencies }) => [id, dependencies])).toEqual([
      ["dev-app-zz", []],
      ["dev-app-service", ["dev-app-zz"]],
      ["dev-app-edge", ["dev-app-service"]],
    ]);
  });

  it("must not depend on each other in a circle", () => {
    const circle = [
      { id: "a", dependencies: ["b"] },
      { id: "b", dependencies: ["a"] },
    ];
    expect(messageOf(() => producersFirst(circle))).toBe(
      "stacks depend on each other in a circle: a, b, a",
    );
  });
});
