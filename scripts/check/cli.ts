import { REQUIRE_REAL } from "../parts/parts.ts";
import { runSteps } from "./run.ts";

// `pnpm check` and `pnpm test` are this file; `test` also installs the real parts where they are
// required.
process.exitCode = await runSteps({
  installParts: REQUIRE_REAL && process.argv.includes("--parts"),
});
