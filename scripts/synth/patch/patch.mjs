import { writeChangedFilesOnly } from "./changed-files.mjs";
import { moveDynamicBlocks } from "./dynamic-blocks.mjs";
import { resolveElementsOnce } from "./elements-once.mjs";
import { loadInternals, PATCHED_CDKTF } from "./internals.mjs";
import { resolveElementsOnly } from "./merged-stack.mjs";
import { watchOwnCode } from "./own-code.mjs";
import { resolveFast } from "./resolver.mjs";
import { rememberSnakeCase } from "./snake-case.mjs";
import { dropStackTraces } from "./stack-traces.mjs";
import { findWithoutPromises, rememberStackOfConstruct, walkStackGraphOnce } from "./stacks.mjs";
import { leaveVersionToTerraform } from "./terraform-version.mjs";
import { writeTestsAtOnce } from "./testing.mjs";
import { keepTokensFindable, numberTokensPlainly } from "./token-map.mjs";

/** The variable that switches everything off that makes cdktf faster: `GROUNDPLAN_FAST_SYNTH=0`. */
export const SWITCH = "GROUNDPLAN_FAST_SYNTH";

/** False when the user has switched the fast way off. */
export function fastSynthWanted() {
  return process.env[SWITCH] !== "0";
}

/**
 * Patches one copy of cdktf. It writes the same bytes afterwards, in a fraction of the time.
 *
 * @param {import("./internals.mjs").Internals} internals
 * @returns {Patched | undefined} nothing for a version of cdktf that the patches do not know
 */
export function patchCdktf(internals) {
  if (internals.about.version !== PATCHED_CDKTF) return undefined;
  dropStackTraces(internals);
  const ownCode = watchOwnCode(internals);
  const settled = resolveFast(internals, ownCode.meetToken);
  resolveElementsOnce(internals, ownCode);
  resolveElementsOnly(internals, settled);
  writeChangedFilesOnly(internals);
  rememberSnakeCase(internals);
  writeTestsAtOnce(internals);
  moveDynamicBlocks(internals);
  findWithoutPromises(internals);
  walkStackGraphOnce(internals);
  rememberStackOfConstruct(internals);
  leaveVersionToTerraform(internals);
  numberTokensPlainly(internals);
  const { mark, forgetSince } = keepTokensFindable(internals);
  return {
    mark,
    forgetSince: (moment) => {
      ownCode.forget();
      settled.forget();
      forgetSince(moment);
    },
  };
}

const PATCHED = Symbol.for("groundplan/patched-cdktf");

/**
 * Patches the copy of cdktf that `require` finds, once, unless the fast way is switched off.
 *
 * @param {NodeJS.Require} require
 * @returns {Patched | undefined} nothing when cdktf stays as it is
 */
export function patchInstalledCdktf(require) {
  if (!fastSynthWanted()) return undefined;
  const internals = loadInternals(require);
  const holder = /** @type {{ [PATCHED]?: Patched | undefined }} */ (internals.resolve);
  holder[PATCHED] ??= patchCdktf(internals);
  return holder[PATCHED];
}

/**
 * @typedef {object} Patched
 * @property {() => number} mark the moment, for `forgetSince`
 * @property {(mark: number) => void} forgetSince forgets the tokens made after a mark, and what the
 *   app did
 */
