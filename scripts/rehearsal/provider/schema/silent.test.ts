import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { usedTypes } from "../testing/used-types.ts";
import { typeOf } from "../testing/world.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Types that our modules use and the learned facts say nothing of, and what is known instead. */
const SILENT = {
  aws_internet_gateway: "nothing forces a replacement: its VPC is attached and detached in place",
};

it("has learned how every type that the modules use behaves, but for those listed", () => {
  const types = usedTypes(ROOT);
  expect(types).toContain("aws_vpc");
  const silent = types.filter((type) => Object.keys(typeOf(type).facts).length === 0);
  expect(silent).toEqual(Object.keys(SILENT));
});
