import type { Reason } from "@groundplan/core/stage";
import type { AccessRule } from "./who.ts";

/** Whom a policy is about. */
interface About {
  /** At least one of these fits. */
  readonly who: readonly AccessRule[];
  /** And all of these. @default nothing more */
  readonly require?: readonly AccessRule[];
  /** And none of these. @default nobody is left out */
  readonly except?: readonly AccessRule[];
}

/** Lets people in after a login. */
export interface AllowPolicy extends About {
  readonly action: "allow";
  /** Hours until they log in again. @default the application's */
  readonly sessionHours?: number;
}

/** Lets machines in by a token, without a login. */
export interface ServicePolicy extends About {
  readonly action: "service";
}

/** Keeps out whom a later policy would let in. */
export interface DenyPolicy extends About {
  readonly action: "deny";
}

/** Lets visitors past without a look at them: nothing is logged, and no token reaches the origin. */
export interface BypassPolicy extends About, Reason {
  readonly action: "bypass";
}

/** What becomes of some visitors. */
export type AccessPolicy = AllowPolicy | ServicePolicy | DenyPolicy | BypassPolicy;

/** Cloudflare's word for each action. */
export const DECISION: Readonly<Record<AccessPolicy["action"], string>> = {
  allow: "allow",
  service: "non_identity",
  deny: "deny",
  bypass: "bypass",
};
