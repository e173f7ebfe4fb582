import { describe, expect, it } from "vitest";
import {
  cloudsOf,
  constructPath,
  ownState,
  readState,
  resourcesOf,
  stateBackend,
} from "./template.ts";

describe("a synthesized template", () => {
  it.each([
    [{ cloud: { organization: "acme" } }, "cloud"],
    [{ backend: { s3: {} } }, "s3"],
    [{}, "local"],
  ])("%j keeps its state in %s", (terraform, kind) => {
    expect(stateBackend({ terraform })).toBe(kind);
  });

  it("names its clouds and resources, without cdktf's comments", () => {
    expect(cloudsOf({ provider: { cloudflare: [{}], aws: [{}], null: [{}] } })).toEqual([
      "aws",
      "cloudflare",
    ]);
    const found = resourcesOf({ resource: { aws_vpc: { "//": {}, main: { a: 1 } } } });
    expect(found).toEqual([
      { type: "aws_vpc", name: "main", address: "aws_vpc.main", body: { a: 1 } },
    ]);
  });

  it("knows which construct made what stands at an address", () => {
    const note = (path: string) => ({ "//": { metadata: { path } } });
    const template = {
      resource: { aws_vpc: { main: note("dev/vpc/Default") } },
      data: { aws_region: { here: note("dev/region") } },
    };
    expect(constructPath(template, 'aws_vpc.main["a"]')).toBe("dev/vpc/Default");
    expect(constructPath(template, "data.aws_region.here")).toBe("dev/region");
    expect(constructPath(template, "aws_vpc.gone")).toBeUndefined();
  });

  it.each([
    [
      { backend: { s3: { bucket: "b", key: "k", encrypt: true } } },
      "s3",
      { bucket: "b", key: "k" },
    ],
    [{ backend: { gcs: { bucket: "b", prefix: "p" } } }, "gcs", { bucket: "b", prefix: "p" }],
    [
      { cloud: { organization: "o", workspaces: { name: "w", project: "p" } } },
      "remote",
      { hostname: "app.terraform.io", organization: "o", workspaces: { name: "w" } },
    ],
    [{ backend: { local: { path: "a.tfstate" } } }, "local", { path: "a.tfstate" }],
    [{ backend: { http: { address: "x" } } }, "http", { address: "x" }],
  ])("recognises a read of the state that %j keeps", (terraform, backend, config) => {
    expect(readState({ backend, config })).toBe(ownState({ terraform }));
    expect(
      readState({
        backend,
        config: { ...config, bucket: "z", path: "z", organization: "z", address: "z" },
      }),
    ).not.toBe(ownState({ terraform }));
  });
});
