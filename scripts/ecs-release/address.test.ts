import { ENVIRONMENTS } from "@groundplan/environments/estate";
import { describe, expect, it } from "vitest";
import { releaseAddress, releaseOutputs } from "./address.ts";

describe("where images of music-library go", () => {
  it("follows from names alone", () => {
    expect(releaseOutputs(releaseAddress(ENVIRONMENTS, "dev"))).toEqual({
      account: "111122223333",
      region: "eu-west-1",
      hosts: "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
      repository: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-dev-music-library",
      "copied-from": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-dev-music-library",
      "push-role": "arn:aws:iam::111122223333:role/acme-dev-music-library-push",
      "release-role": "arn:aws:iam::111122223333:role/acme-dev-music-library-release",
      parameter: "/acme/dev/music-library/release",
    });
  });

  it("is for prod a place of its own, which copies what dev has run", () => {
    expect(releaseAddress(ENVIRONMENTS, "prod")).toMatchObject({
      hosts:
        "444455556666.dkr.ecr.eu-west-1.amazonaws.com 111122223333.dkr.ecr.eu-west-1.amazonaws.com",
      repository: "444455556666.dkr.ecr.eu-west-1.amazonaws.com/acme-prod-music-library",
      copiedFrom: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/acme-dev-music-library",
    });
  });

  it("is nowhere where it does not run", () => {
    expect(() => releaseAddress(ENVIRONMENTS, "shared")).toThrow(
      "music-library runs nowhere in shared; it runs in dev, prod",
    );
  });
});
