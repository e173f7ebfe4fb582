import type { AdoptedThings } from "./adopt.ts";

/**
 * What stood before there was this repository, by environment. `infra adopt --write` writes this file
 * from old states; `adoption.json` beside it says what became of each thing. Once every plan is empty,
 * imports may be taken out again; names may not: without its name a thing is replaced.
 */
export const ADOPTED: Readonly<Record<string, AdoptedThings>> = {};
