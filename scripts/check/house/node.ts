import ts from "typescript";
import { findingAt, nodesOf, type Rule } from "./source.ts";

/** What the oldest supported Node (20.9) does not have, and what to write instead. */
const TOO_NEW: Readonly<Record<string, string>> = {
  "import.meta.dirname": "new URL(..., import.meta.url): Node 20.9 has no dirname",
  "import.meta.filename": "fileURLToPath(import.meta.url): Node 20.9 has no filename",
};

/** Nothing that the oldest supported Node does not have. */
export const node: Rule = (source) =>
  nodesOf(source)
    .filter(ts.isPropertyAccessExpression)
    .flatMap((access) => {
      const text = access.getText(source.tree);
      const instead = TOO_NEW[text];
      return instead ? [findingAt(source, access, `write ${instead}`)] : [];
    });
