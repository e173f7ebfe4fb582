import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { pack } from "./pack.ts";

const schema = {
  address: "registry.terraform.io/acme/acme",
  version: "1.2.3",
  provider: { version: 0, block: {} },
  resource_schemas: { acme_b: { version: 1, block: {} }, acme_a: { version: 2, block: {} } },
  data_source_schemas: { acme_c: { version: 0, block: {} } },
};

it("lets each type be read without the others", () => {
  const { index, body } = pack(schema, { acme_a: { forceNew: ["name"] } });
  const [offset, length] = index.resources["acme_a"]!;
  expect(JSON.parse(gunzipSync(body.subarray(offset, offset + length)).toString())).toEqual({
    kind: "resource",
    type: "acme_a",
    schema: { version: 2, block: {} },
    facts: { forceNew: ["name"] },
  });
});

it("is a gzip file of one line for each type, whatever their order was", () => {
  const lines = gunzipSync(pack(schema, {}).body).toString().trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).type)).toEqual([
    undefined,
    "acme_a",
    "acme_b",
    "acme_c",
  ]);
});
