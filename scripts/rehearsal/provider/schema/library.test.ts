import { describe, expect, it } from "vitest";
import { library } from "../testing/world.ts";
import { schemaAnswer } from "./answer.ts";
import { CLOUDS } from "./library.ts";
import { isSettable } from "./schema.ts";

describe.each(CLOUDS)("the data of %s", (cloud) => {
  it("can be read for each type, and its facts name attributes that exist", () => {
    const { index } = library(cloud);
    const unknown = Object.keys(index.resources).flatMap((name) => {
      const { schema, facts } = library(cloud).resource(name)!;
      const names = Object.keys(schema.block.attributes ?? {});
      const blocks = Object.keys(schema.block.block_types ?? {});
      return (facts.forceNew ?? [])
        .filter((path) => ![...names, ...blocks].includes(path.split(".")[0]!))
        .map((path) => `${name}.${path}`);
    });
    expect(unknown).toEqual([]);
    for (const name of Object.keys(index.data)) {
      expect(library(cloud).dataSource(name)?.block).toBeDefined();
    }
  });

  it("is undefined for a type that does not exist", () => {
    expect(library(cloud).resource(`${cloud}_nothing`)).toBeUndefined();
    expect(library(cloud).dataSource(`${cloud}_nothing`)).toBeUndefined();
  });
});

describe("what GetProviderSchema answers", () => {
  const types = { resources: ["aws_vpc", "google_project", "aws_nothing"], data: ["aws_region"] };

  it("has the types in use that the provider knows, and no others", () => {
    const answer = schemaAnswer(library("aws"), types) as Record<string, object>;
    expect(Object.keys(answer["resource_schemas"]!)).toEqual(["aws_vpc"]);
    expect(Object.keys(answer["data_source_schemas"]!)).toEqual(["aws_region"]);
  });

  it("has all types when asked for all", () => {
    const answer = schemaAnswer(library("cloudflare"), "all") as Record<string, object>;
    expect(Object.keys(answer["resource_schemas"]!)).toHaveLength(208);
    expect(Object.keys(answer["data_source_schemas"]!)).toHaveLength(350);
  });

  it("lets no provider block but a rehearsal's name a marker", () => {
    for (const cloud of CLOUDS) {
      expect(library(cloud).provider.block.attributes).not.toHaveProperty("rehearsal");
      const { provider } = schemaAnswer(library(cloud), types) as {
        provider: { block: { attributes: { name: string; optional?: boolean }[] } };
      };
      const marker = provider.block.attributes.find(({ name }) => name === "rehearsal");
      expect(marker && isSettable(marker)).toBe(true);
    }
  });
});
