import { readFileSync } from "node:fs";
import { type ProviderOptions, startProvider, typesInUse } from "./index.ts";

const USAGE = `usage: node scripts/rehearsal/provider/main.mjs [--all-types] [cdk.tf.json | terraform.tfstate]...

Serves the rehearsal's providers until it is interrupted, and prints the value of
TF_REATTACH_PROVIDERS. The types are those in the files; the provider blocks need the marker.`;

/** The types that the command line names. */
function typesOf(args: readonly string[]): ProviderOptions["types"] {
  if (args.includes("--all-types")) return "all";
  const sources = args.map((file) => {
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    return file.endsWith(".tfstate") ? { state: json } : { config: json };
  });
  return typesInUse(sources);
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--help") || args.length === 0) {
    console.error(USAGE);
    process.exitCode = args.length === 0 ? 2 : 0;
    return;
  }
  const provider = await startProvider({ types: typesOf(args) });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void provider.close());
  }
  console.log(provider.reattach);
}

await main(process.argv.slice(2));
