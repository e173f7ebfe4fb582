import type { DeclaredWaiver } from "@groundplan/core/waivers";

/**
 * What to say of each waiver that has run out.
 *
 * @param today the day in UTC, `YYYY-MM-DD`: a waiver holds on its last day
 */
export function expiredWaivers(waivers: readonly DeclaredWaiver[], today: string): string[] {
  return waivers
    .filter(({ until }) => until < today)
    .map(
      ({ path, until, owner, reason }) =>
        `${path}: the waiver ran out on ${until} ("${reason}"); ${owner} must take away what it allows, or say until when it holds`,
    );
}
