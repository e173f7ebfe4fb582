import { expect, it } from "vitest";
import { asCommonJs } from "./stock-twin.ts";

it.each([
  ['import { a } from "./a.ts";', 'import { a } from "./a";'],
  [
    'import { a } from "@groundplan/core/problems";',
    'import { a } from "../modules/core/problems";',
  ],
  ['import { a } from "@groundplan/aws/vpc";', 'import { a } from "../modules/aws/vpc/index";'],
  ['import { a } from "@groundplan/apps/x/app";', 'import { a } from "../apps/x/app";'],
  ['import { App } from "cdktf";', 'import { App } from "cdktf";'],
])("turns %s into what CommonJS finds", (source, expected) => {
  expect(asCommonJs(source, "environments/main.ts")).toBe(expected);
});
