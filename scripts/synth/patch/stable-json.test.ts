import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, it } from "vitest";
import write from "./stable-json.cjs";

const besideCdktf = createRequire(createRequire(import.meta.url).resolve("cdktf"));
const stock: typeof write = besideCdktf("json-stable-stringify");

it("writes any plain data as the package does that it stands for", () => {
  const data = fc.anything({ withDate: true, withSparseArray: false });
  fc.assert(
    fc.property(data, (value) => {
      expect(write(value, { space: 2 })).toBe(stock(value, { space: 2 }));
    }),
    { numRuns: 2000 },
  );
});

it("refuses an indent that it does not know", () => {
  expect(() => write({}, { space: 4 })).toThrow("only indented by two spaces");
});
