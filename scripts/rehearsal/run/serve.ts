import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { keptOut, rehearsalVariables } from "./environment.ts";
import { init } from "./init.ts";
import { prepare } from "./rehearse.ts";
import { type Prepared, type RehearsalOptions, Session } from "./session.ts";

/** The app that synthesizes copies for `cdktf`. */
const APP = fileURLToPath(new URL("cdktf-app.mjs", import.meta.url));

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
    const prepared = await prepare(session, options, "file");
    await initAll(session, prepared);
    const { cliConfig } = session.rehearsal;
    const variables = rehearsalVariables({ cliConfig, reattach: session.reattach });
    print(directions(session, options, prepared, variables).join("\n"));
    session.talk("the rehearsal cloud is running; Ctrl-C ends it, and the states stay");
    await session.interrupts.stop();
    session.tellIdleFaults();
  } finally {
    await session.close();
  }
}

/** Prepares every copy, several at a time: none needs another for that. */
async function initAll(session: Session, prepared: readonly Prepared[]): Promise<void> {
  const waiting = [...prepared];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await init(session.stage(next));
  };
  await Promise.all(Array.from({ length: session.parallel }, worker));
}

/** What a user types in another shell: variables, then Terraform or cdktf. */
function directions(
  { rehearsal }: Session,
  { project, env, names }: RehearsalOptions,
  prepared: readonly Prepared[],
  variables: Readonly<Record<string, string>>,
): string[] {
  const at = (path: string) => quote(relative(project.root, path));
  const cdktf = (command: string, ...flags: string[]) => {
    const app = quote(["node", at(APP), ...flags, ...names.map(quote)].join(" "));
    return `npx cdktf ${command} --app ${app} --output ${at(rehearsal.cdktf)}`;
  };
  // Its own look for provider locks asks a registry.
  const all = "'*' --skip-provider-lock";
  return [
    `# In another shell, in ${project.root}:`,
    ...keptOut(env).map((name) => `unset ${name}`),
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
    "# Terraform, one stack at a time:",
    ...prepared.map(({ copy }) => `terraform -chdir=${at(copy.folder)} plan`),
    "# cdktf, on the same states:",
    cdktf("list"),
    cdktf(`deploy ${all} --auto-approve`),
    cdktf(`diff ${prepared.at(-1)?.copy.id} --skip-provider-lock`),
    cdktf(`output ${all}`),
    "# What is protected refuses to be destroyed. To destroy all, take protections off first:",
    cdktf(`deploy ${all} --auto-approve`, "--only", "--unprotected"),
    cdktf(`destroy ${all} --auto-approve`, "--only", "--unprotected"),
  ];
}

/** A word that the shell takes as it is. */
function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
