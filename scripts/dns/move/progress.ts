import type { StepProgress } from "../../stepwise/progress.ts";
import type { Step } from "./outcome.ts";

/** Who the world asks for the zone, as far as the move has come. */
export type Place = "old" | "to-new" | "new" | "to-old";

/** What is known of how long one record set may lie in caches. */
export interface SeenTtl {
  /** The highest that was seen, in seconds. */
  readonly highest: number;
  /** When it was first seen lowered; nothing while it is not. */
  readonly lowSince?: string;
}

/** What was seen of the DS at the parent. */
export interface SeenDs {
  /** Seconds that resolvers keep it. */
  readonly ttlSeconds: number;
  /** When it was first seen gone; nothing while it stands. */
  readonly goneSince?: string;
}

/** A name that went behind Cloudflare. */
export interface ProxiedName {
  /** When its record was written. */
  readonly since: string;
  /** When visitors were first seen to get through; nothing until then. */
  readonly goodSince?: string;
}

/** How far a move has come. Everything of it survives in one file. */
export interface Progress extends StepProgress<Step> {
  readonly zone: string;
  readonly place: Place;
  /** By type and name (`MX example.com`): sets that were ever seen above the limit. */
  readonly ttls: Readonly<Record<string, SeenTtl>>;
  readonly ds?: SeenDs;
  /** Seconds that resolvers keep the parent's delegation. */
  readonly delegationTtlSeconds?: number;
  /** When the registrar was told of the new name servers; nothing before. */
  readonly cutoverAt?: string;
  /** When everybody was first seen at the new ones. */
  readonly movedAt?: string;
  /** When Cloudflare was last asked to look at the delegation. */
  readonly askedActivationAt?: string;
  readonly proxied: Readonly<Record<string, ProxiedName>>;
}

/** A move that has not begun. */
export function noProgress(zone: string): Progress {
  const nothing = { steps: {}, ttls: {}, proxied: {}, history: [] };
  return { version: 1, zone, revision: 0, place: "old", ...nothing };
}

/** The name of a record set in messages, decisions and progress: `MX example.com`. */
export function setKey({ name, type }: { readonly name: string; readonly type: string }): string {
  return `${type} ${name}`;
}
