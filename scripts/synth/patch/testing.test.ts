import { testApp } from "@groundplan/core/testing/synth";
import { expect, it } from "vitest";
import { freshCdktf } from "../testing/fresh-cdktf.ts";
import { patchCdktf } from "./patch.mjs";

it("writes a stack in a test as cdktf writes it, without comments at any level", () => {
  const [stock, patched] = [false, true].map((withPatches) => {
    const { internals, cdktf } = freshCdktf();
    if (withPatches) patchCdktf(internals);
    const stack = new cdktf.TerraformStack(testApp(cdktf.Testing), "s");
    new cdktf.TerraformOutput(stack, "out", { value: { b: [], a: { "//": "kept out" }, Z: 1 } });
    const data = new cdktf.DataResource(stack, "data", { input: { é: 1, e: 2, f: {} } });
    data.addOverride("//.reason", "because");
    cdktf.Aspects.of(stack).add({ visit: (node) => node === data && data.addOverride("x", 1) });
    return cdktf.Testing.synth(stack);
  });
  expect(patched).toBe(stock);
  expect(patched).toContain('"x": 1');
});

it("runs the validations of a stack in a test when it is asked to", () => {
  const { internals, cdktf } = freshCdktf();
  patchCdktf(internals);
  const stack = new cdktf.TerraformStack(testApp(cdktf.Testing), "s");
  stack.node.addValidation({ validate: () => ["never connected"] });
  expect(cdktf.Testing.synth(stack)).toContain("{");
  expect(() => cdktf.Testing.synth(stack, true)).toThrow("[s] never connected");
});
