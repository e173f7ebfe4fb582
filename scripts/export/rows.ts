import type { ExportedModule } from "@groundplan/core/exported";
import { FURNISHINGS, type Values } from "./frozen.ts";
import type { Row } from "./learn.ts";

/** How often an exported module and its construct are compared. */
export const ROWS = 10;

/**
 * Values for the variables of a module, for each of the times that it is compared.
 *
 * @param length how often; by default as often as plans are
 */
export function rowsOf({ variables }: ExportedModule, length = ROWS): readonly Values[] {
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(
      Object.entries(variables).map(([prop, { samples }]) => [prop, samples[row % samples.length]]),
    ),
  );
}

/** Rows with every sample of what is reckoned with, in one account and the other by turns. */
export function placedRows(module: ExportedModule): readonly Row[] {
  const samples = Object.values(module.variables).map((each) =>
    each.reckoned ? each.samples.length : 0,
  );
  const rows = rowsOf(module, Math.max(ROWS, ...samples));
  return rows.map((values, i) => ({ values, by: FURNISHINGS[i % FURNISHINGS.length]! }));
}

/** What an exported module is called in messages: `aws/bucket`. */
export function titleOf({ cloud, name }: ExportedModule): string {
  return `${cloud}/${name}`;
}
