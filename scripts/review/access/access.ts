import type { Json } from "../../stacks/template.ts";
import type { Phrase } from "../phrase.ts";

/** One way in which a change lets somebody do or reach more, or less. */
export interface AccessChange {
  readonly address: string;
  readonly kind: "permission" | "network";
  /** `open` is what cannot be judged before the apply. */
  readonly verdict: "broadens" | "narrows" | "open";
  /** Everybody, everything, or a key that lasts. */
  readonly wide: boolean;
  /** Who may do what on what from now on, or reach what. */
  readonly phrase: Phrase;
  /** What is given or taken, so that the same in another place can be recognised. */
  readonly key?: string;
}

/** A thing that has to do with access, before and after; nothing in it is secret. */
export interface AccessSubject {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Nothing on a side where it does not stand. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What a judge finds at one thing; the address is added for it. A phrase may be made when it is told. */
export interface Finding extends Omit<AccessChange, "address" | "kind" | "phrase"> {
  readonly phrase: Phrase | (() => Phrase);
}

/** Judges the things of some types. */
export type Judge = (subject: AccessSubject) => Finding[];

/** A text of a thing; nothing where it has none. */
export function textOf(values: Json | undefined, attribute: string): string | undefined {
  const value = values?.[attribute];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The texts of a list; one text is a list of one. */
export function textsOf(value: unknown): string[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each): each is string => typeof each === "string");
}

/** The objects of a list; one object is a list of one. */
export function objectsOf(value: unknown): Json[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.filter((each): each is Json => typeof each === "object" && each !== null);
}

/**
 * `${aws_iam_role.api.arn}` as `aws_iam_role.api.arn`: what is not known yet by the name it has. A
 * calculation has none.
 */
export function withoutBraces(text: string): string {
  const named = text.replaceAll(/\$\{([\w.[\]-]+)\}/g, "$1");
  return named.includes("${") ? "(known after apply)" : named;
}
