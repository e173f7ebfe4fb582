import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestProject } from "../rehearsal/run/testing/project.ts";
import { ESTATE } from "./testing/estate.ts";

describe("infra diagram", () => {
  let project: TestProject;
  beforeAll(() => {
    project = new TestProject(ESTATE);
  });
  afterAll(() => project.remove());

  it("draws an app and, paler, what it comes after", async () => {
    const { code, stdout } = await project.infra(["diagram", "shop", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      title: "Stacks, and the contracts between them: 3 stacks, 1 contract read",
      frames: [
        {
          id: "dev-shop",
          title: "dev shop",
          boxes: [
            { id: "dev-shop-network", kind: "own", title: "network", lines: ["AWS"] },
            { id: "dev-shop-service", kind: "own", title: "service", lines: ["AWS, Cloudflare"] },
          ],
        },
        {
          id: "dev-base",
          title: "dev base",
          boxes: [
            { id: "dev-base-state", kind: "outside", title: "state", lines: ["Google Cloud"] },
          ],
        },
      ],
      loose: [],
      arrows: [
        { from: "dev-base-state", to: "dev-shop-service", lines: [], weak: true },
        {
          from: "dev-shop-network",
          to: "dev-shop-service",
          lines: ["network", "subnet ids", "vpc id"],
          weak: false,
        },
      ],
    });
  });

  it("takes environments, stacks and globs, each once, and everything without a name", async () => {
    const stacks = async (...names: string[]) => {
      const { stdout } = await project.infra(["diagram", ...names, "--json"]);
      const frames: { boxes: { id: string; kind: string }[] }[] = JSON.parse(stdout).frames;
      const boxes = frames.flatMap((frame) => frame.boxes);
      return boxes.filter(({ kind }) => kind === "own").map(({ id }) => id);
    };
    expect(await stacks("dev-shop-network", "*-network")).toEqual(["dev-shop-network"]);
    expect(await stacks("base", "dev-base-state")).toEqual(["dev-base-state"]);
    expect(await stacks("dev")).toHaveLength(3);
    expect(await stacks()).toHaveLength(3);
  });

  it("writes a picture or a page into a file, the same each time", async () => {
    const write = async (...args: string[]) => {
      const ended = await project.infra(["diagram", ...args, "--file", "drawn"]);
      expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
      return readFileSync(join(project.root, "drawn"), "utf8");
    };
    const picture = await write("shop");
    expect(picture).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(await write("shop")).toBe(picture);
    expect(await write("shop", "--page")).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
  });

  it("prints a picture that names its stacks by their ids", async () => {
    const { stdout } = await project.infra(["diagram", "shop"]);
    const ids = [...stdout.matchAll(/<g id="([^"]+)" class="node/g)].map(([, id]) =>
      id!.replaceAll("&#45;", "-"),
    );
    expect(ids.sort()).toEqual(["dev-base-state", "dev-shop-network", "dev-shop-service"]);
  });

  it("says so where a view of some stacks would show nothing", async () => {
    const { code, stdout, stderr } = await project.infra(["diagram", "shop", "--view", "network"]);
    expect([code, stderr]).toEqual([0, "infra: nothing of these stacks shows in this view\n"]);
    expect(stdout).toMatch(/^<svg /);
  });

  it("refuses names that nothing has, and options that exclude each other", async () => {
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await project.infra(["diagram", ...args]);
      expect([code, stdout]).toEqual([2, ""]);
      return stderr.trim();
    };
    expect(await refused("shp", "qa-shop")).toBe(
      [
        "infra: no environment, app or stack is called shp; did you mean shop?",
        "no environment, app or stack is called qa-shop; see infra list",
      ].join("\n"),
    );
    expect(await refused("shop", "--readmes")).toBe(
      "infra: --readmes draws every app: it takes no name and no other option",
    );
    expect(await refused("--view", "roof")).toBe(
      "infra: --view must be stacks, network, reach, data; got roof",
    );
    expect(await refused("--page", "--json")).toBe("infra: --page has every view, and is no data");
  });
});
