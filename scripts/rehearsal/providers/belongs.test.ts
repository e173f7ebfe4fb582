import { expect, it } from "vitest";
import { foreign } from "./belongs.ts";

const pinned = { name: "registry.terraform.io/acme/acme", version: "2.0.0" };

it("says nothing of data that belongs to what is pinned", () => {
  expect(foreign("acme", { address: pinned.name, version: "2.0.0" }, pinned)).toBeUndefined();
});

it("says of which version the data is, which is pinned, and what to do", () => {
  expect(foreign("acme", { address: pinned.name, version: "1.9.0" }, pinned)).toBe(
    "the rehearsal's data of acme is that of registry.terraform.io/acme/acme 1.9.0, and " +
      "@cdktf/provider-acme is generated from registry.terraform.io/acme/acme 2.0.0: " +
      "run infra learn with the program of 2.0.0",
  );
});
