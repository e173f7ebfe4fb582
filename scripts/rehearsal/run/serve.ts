import { relative } from "node:path";
import { keptOut, rehearsalVariables } from "./environment.ts";
import { prepare } from "./rehearse.ts";
import { type RehearsalOptions, Session } from "./session.ts";
import { init } from "./steps.ts";

/** Name of the folder that `cdktf` works in when it deploys onto the rehearsal. */
export const CDKTF_OUTPUT = "cdktf.out";

/**
 * Keeps the rehearsal provider running, with the copies ready, until it is interrupted; prints what
 * a shell needs for working with them by hand.
 */
export async function serve(
  options: RehearsalOptions,
  print: (text: string) => void,
): Promise<void> {
  const session = new Session(options);
  try {
    const prepared = await prepare(session, options);
    for (const each of prepared) await init(session.stage(each));
    const { cliConfig, root } = session.rehearsal;
    const variables = rehearsalVariables({ cliConfig, reattach: session.reattach });
    const at = (path: string) => relative(options.project.root, path) || ".";
    const lines = [
      "# In another shell, in this folder:",
      ...keptOut(options.env).map((name) => `unset ${name}`),
      ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
      "# Terraform, one stack at a time:",
      ...prepared.map(({ copy }) => `terraform -chdir=${at(copy.folder)} plan`),
      "# cdktf, the same stacks and states:",
      `cdktf deploy '*' --skip-provider-lock --auto-approve --app ${quote(
        `node scripts/rehearsal/run/cdktf-app.mjs ${options.names.map(quote).join(" ")}`,
      )} --output ${at(root)}/${CDKTF_OUTPUT}`,
    ];
    print(lines.join("\n"));
    session.talk("the rehearsal cloud is running; Ctrl-C ends it, and the states stay");
    await session.interrupts.stop();
  } finally {
    await session.close();
  }
}

/** A word that the shell takes as it is. */
function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
