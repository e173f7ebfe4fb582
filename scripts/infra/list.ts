import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStacks } from "../stacks/manifest.ts";
import { selectStacks, UnknownNames } from "../stacks/select.ts";
import { synthesize } from "../stacks/synthesize.ts";
import { cloudsOf, ownState } from "../stacks/template.ts";
import { table } from "../terminal/table.ts";
import { command } from "./command.ts";

/** Lists the stacks: what there is, where it goes, what it waits for. */
export const listCommand = command({
  summary: "list the stacks of all environments, in the order in which they are deployed",
  operands: {
    name: "<environment|stack|glob>...",
    summary: "list only these",
    atLeast: 0,
  },
  options: {},
  async run({ operands, json }, { project, env, talk, print }) {
    const output = mkdtempSync(join(tmpdir(), "groundplan-list-"));
    try {
      await synthesize({ project: project(), output, env, talk });
      const all = readStacks(output);
      const { stacks, unknown } = selectStacks(all, operands.length > 0 ? operands : ["*"]);
      if (operands.length > 0 && unknown.length > 0) throw new UnknownNames(unknown);
      const listed = stacks.map(({ id, environment, layer, dependencies, template }) => ({
        stack: id,
        environment,
        layer,
        clouds: cloudsOf(template),
        state: ownState(template),
        dependencies,
      }));
      print(json ? JSON.stringify(listed, null, 2) : render(listed));
      return 0;
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  },
});

interface Listed {
  readonly stack: string;
  readonly environment: string;
  readonly layer: string;
  readonly clouds: readonly string[];
  /** Where its state lies: `s3://bucket/key`, `gs://bucket/prefix`, a workspace, a path. */
  readonly state: string;
  readonly dependencies: readonly string[];
}

function render(listed: readonly Listed[]): string {
  return table([
    ["stack", "environment", "layer", "clouds", "state", "depends on"],
    ...listed.map(({ stack, environment, layer, clouds, state, dependencies }) => [
      stack,
      environment,
      layer,
      clouds.join(", "),
      state,
      dependencies.join(", "),
    ]),
  ]);
}
