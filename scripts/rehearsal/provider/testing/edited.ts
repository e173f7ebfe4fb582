import type { Fields } from "../cty/value.ts";
import { World } from "./world.ts";

const aws = new World("aws");

/** What is planned when arguments of something that stands are edited. */
export interface Edited {
  readonly prior: Fields;
  readonly planned: Fields;
  /** First names of the paths that force a replacement. */
  readonly replace: readonly unknown[];
}

/**
 * Makes a thing on AWS and plans an edit of it.
 *
 * @param told what its cloud tells besides what was planned
 */
export function edited(type: string, before: Fields, edit: Fields, told: Fields = {}): Edited {
  const prior = { ...aws.apply(type, before), ...told };
  const { planned, replace } = aws.plan(type, { ...before, ...edit }, prior);
  return { prior, planned, replace: replace.map(([step]) => Object.values(step!)[0]) };
}
