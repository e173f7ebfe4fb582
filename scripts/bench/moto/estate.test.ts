import { dev } from "@groundplan/environments/dev/environment";
import { prod } from "@groundplan/environments/prod/environment";
import { shared } from "@groundplan/environments/shared/environment";
import { describe, expect, it } from "vitest";
import { EDITS, edited } from "./edits.ts";
import { awsStacks, motoEstate } from "./estate.ts";
import { LEFT_OUT } from "./on-moto.ts";

describe.each(Object.entries({ dev, prod }))("%s on moto", (name, environment) => {
  const estate = motoEstate(environment);
  const resources = Object.values(estate.modules).map(({ resource }) => resource ?? {});

  it("has what every one of ten edits is about", () => {
    expect(EDITS[name]).toHaveLength(10);
    for (const edit of EDITS[name]!) expect(edited(estate, edit)).not.toEqual(estate);
  });

  it("leaves out what moto does not serve, and nothing else of AWS", () => {
    const types = new Set(resources.flatMap((each) => Object.keys(each)));
    expect([...types].filter((type) => !type.startsWith("aws_") || type in LEFT_OUT)).toEqual([]);
    expect([...types]).toEqual(expect.arrayContaining(["aws_s3_bucket_policy", "aws_db_instance"]));
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
