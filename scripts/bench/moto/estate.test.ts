import { dev } from "@groundplan/environments/dev/environment";
import { prod } from "@groundplan/environments/prod/environment";
import { shared } from "@groundplan/environments/shared/environment";
import { synthEstate } from "@groundplan/environments/test/synth-estate";
import { describe, expect, it } from "vitest";
import type { StackJson } from "../../check/aws-provider/older-provider.ts";
import { EDITS, edited } from "./edits.ts";
import { awsStacks, motoEstate } from "./estate.ts";

const addresses = (id: string, { resource = {} }: StackJson): string[] =>
  Object.entries(resource).flatMap(([type, byName]) =>
    Object.keys(byName).map((name) => `${id}.${type}.${name}`),
  );

describe.each(Object.entries({ dev, prod }))("%s on moto", (name, environment) => {
  const estate = motoEstate(environment);

  it("has what every one of twelve edits is about", () => {
    expect(EDITS[name]).toHaveLength(12);
    for (const edit of EDITS[name]!) expect(edited(estate, edit)).not.toEqual(estate);
  });

  it("leaves out nothing that stands on AWS, and takes nothing of other clouds", () => {
    const synthesized = [...synthEstate()].filter(([id]) => id.startsWith(`${name}-`));
    const wanted = synthesized.flatMap(([id, { template }]) =>
      addresses(id, template as StackJson),
    );
    const taken = Object.entries(estate.modules).flatMap(([id, json]) => addresses(id, json));
    expect(taken.sort()).toEqual(wanted.filter((each) => each.includes(".aws_")).sort());
    expect(taken.length).toBeGreaterThan(200);
  });

  it("reads no state, names no account but moto's, and is not protected", () => {
    const text = JSON.stringify(estate);
    expect(text).not.toContain("terraform_remote_state");
    expect(text).not.toContain(environment.aws.accountId);
    expect(text).not.toContain('"prevent_destroy":true');
    expect(text).not.toContain('"deletion_protection":true');
  });
});

it("takes nothing of shared, which has nothing on AWS", () => {
  expect(awsStacks(shared)).toEqual([]);
});
