#!/usr/bin/env node
// The app that `cdktf` runs instead of the real one, to deploy onto the rehearsal cloud:
//   cdktf deploy '*' --skip-provider-lock --app 'node scripts/rehearsal/run/cdktf-app.mjs dev' --output .rehearsal/cdktf.out
// while `infra rehearse --serve dev` runs. With --only, what dev reads from others stays out: for
// `cdktf destroy`, which would destroy that too. With --unprotected, protections against being
// destroyed are off: deploy so, and then what is protected can be destroyed.
import { register } from "tsx/esm/api";

register();
const words = process.argv.slice(2);
const { synthesizeForCdktf } = await import("./cdktf-app.ts");
await synthesizeForCdktf({
  folder: process.cwd(),
  env: process.env,
  names: words.filter((word) => !word.startsWith("--")),
  only: words.includes("--only"),
  unprotected: words.includes("--unprotected"),
  talk: (text) => console.error(text),
});
