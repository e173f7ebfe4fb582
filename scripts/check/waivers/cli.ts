import { waiversIn } from "@groundplan/core/waivers";
import { createEstate } from "@groundplan/environments/estate";
import { App } from "cdktf";
import { expiredWaivers } from "./expired.ts";

// A step of `pnpm check`: fails where a waiver of the estate has run out.
const app = new App();
createEstate(app);
const today = new Date().toISOString().slice(0, 10);
const expired = expiredWaivers(waiversIn(app), today);
for (const line of expired) console.error(`waivers: ${line}`);
process.exitCode = expired.length > 0 ? 1 : 0;
