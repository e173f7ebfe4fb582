import type { Case } from "./case.ts";
import { checkGoing } from "./going/going.ts";
import { checkName } from "./names/names.ts";
import { checkQuota } from "./quotas.ts";
import { checkRange } from "./ranges.ts";
import { checkRecord } from "./records.ts";
import { checkReferences } from "./references/references.ts";
import { checkRoles } from "./roles.ts";
import { checkTogether } from "./together.ts";

/** Throws a `Refusal` in the cloud's own words where the cloud would refuse a change. */
export function refuse(subject: Case): void {
  checkGoing(subject);
  checkReferences(subject);
  checkRoles(subject);
  checkName(subject);
  checkRecord(subject);
  checkRange(subject);
  checkQuota(subject);
  checkTogether(subject);
}
