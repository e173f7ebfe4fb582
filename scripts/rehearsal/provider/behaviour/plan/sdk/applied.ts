import type { Diff, Diffs } from "./diff.ts";
import type { Shape } from "./shape.ts";
import { TIMEOUTS } from "./shape.ts";
import type { Texts } from "./state-texts.ts";
import { UNKNOWN_TEXT } from "./text.ts";
import { COUNT, Tree } from "./tree.ts";

type Texted = Texts | undefined;
type Differing = Diffs | undefined;

/**
 * The texts of a state with what is planned put in, the way the older library does it
 * (terraform-plugin-sdk v2.37.0, terraform/diff.go): what it has no diff of stays.
 */
export function applied(shapes: readonly Shape[], texts: Texted, diffs: Differing): Texts {
  const result: Texts = new Tree();
  for (const shape of shapes) {
    if (shape.name === TIMEOUTS) continue;
    const [kid, diff] = [texts?.kids.get(shape.key), diffs?.kids.get(shape.key)];
    result.hang(shape.key, shaped(shape, kid, diff));
  }
  return result;
}

function shaped(shape: Shape, texts: Texted, diffs: Differing): Texted {
  if (shape.kind === "primitive") return new Tree(single(shape, texts?.own, diffs?.own));
  if (shape.isBlock || (shape.kind === "set" && shape.fields)) return blocks(shape, texts, diffs);
  return collection(shape, texts, diffs);
}

function single(shape: Shape, old: string | undefined, diff: Diff | undefined): string | undefined {
  if (diff?.computed) return UNKNOWN_TEXT;
  if (shape.name === "id") return old ? old : UNKNOWN_TEXT;
  const isText = shape.type === "string";
  if (!diff) return old ?? (shape.required && isText ? "" : undefined);
  return changed(diff, isText);
}

function changed(diff: Diff, isText: boolean): string | undefined {
  if (diff.removed) return undefined;
  return diff.old === "" && diff.next === "" && !isText ? undefined : diff.next;
}

function blocks(shape: Shape, texts: Texted, diffs: Differing): Texts {
  const result: Texts = new Tree();
  const count = diffs?.at(COUNT);
  const isKept = !(count && (count.next === "0" || count.removed));
  const names = candidates(shape, texts, diffs);
  for (const name of names) {
    result.hang(name, applied(shape.fields ?? [], texts?.kids.get(name), diffs?.kids.get(name)));
  }
  if (names.size === 0 && isKept && texts) {
    for (const [name, kid] of texts.kids) result.hang(name, kid);
  }
  if (count) {
    result.put(COUNT, count.computed ? UNKNOWN_TEXT : count.next);
    if (shape.kind === "list" && !count.computed && count.next !== "") {
      cut(result, Number(count.next));
    }
    return result;
  }
  const before = isKept ? texts?.at(COUNT) : undefined;
  result.put(COUNT, before ?? `${counted(result)}`);
  return result;
}

/** Elements that may be there after the change. Of a set only those that the diff tells of. */
function candidates(shape: Shape, texts: Texted, diffs: Differing): ReadonlySet<string> {
  const names = new Set<string>();
  if (shape.kind !== "set") {
    for (const [name, kid] of texts?.kids ?? []) if (kid.kids.size > 0) names.add(name);
  }
  for (const [name, kid] of diffs?.kids ?? []) {
    const stays = (diff: Diff, key: string) =>
      !diff.removed && !(shape.kind === "set" && key === COUNT && diff.next === "0");
    if (kid.kids.size > 0 && kid.some(stays)) names.add(name);
  }
  return names;
}

function collection(shape: Shape, texts: Texted, diffs: Differing): Texted {
  const count = diffs?.at(COUNT);
  const result: Texts = new Tree();
  if (count?.removed) return undefined;
  if (count?.computed || count?.next === "0") {
    result.put(COUNT, count.computed ? UNKNOWN_TEXT : "0");
    return result;
  }
  const names = new Set([...(diffs?.kids.keys() ?? []), ...(texts?.kids.keys() ?? [])]);
  if (names.size === 0) return undefined;
  const isText = shape.type[1] === "string";
  for (const name of names) {
    result.hang(name, element(texts?.kids.get(name), diffs?.kids.get(name), isText));
  }
  const length = Number(result.at(COUNT) || 0);
  if (shape.kind === "list") {
    if (isText && result.at(COUNT) !== undefined) fill(result, length);
    cut(result, length);
  }
  const isRecounted = !count && names.size !== result.kids.size;
  if (!result.at(COUNT) || isRecounted) result.put(COUNT, `${counted(result)}`);
  return result;
}

function element(texts: Texted, diffs: Differing, isText: boolean): Texted {
  const diff = diffs?.own;
  const own = diff ? (diff.computed ? UNKNOWN_TEXT : changed(diff, isText)) : texts?.own;
  const result: Texts = new Tree(own);
  for (const name of new Set([...(diffs?.kids.keys() ?? []), ...(texts?.kids.keys() ?? [])])) {
    result.hang(name, element(texts?.kids.get(name), diffs?.kids.get(name), isText));
  }
  return result;
}

/** Lost empty texts come back. */
function fill(result: Texts, length: number): void {
  for (let at = 0; at < length; at++) if (!result.kids.has(`${at}`)) result.put(`${at}`, "");
}

/** A list that became shorter. */
function cut(result: Texts, length: number): void {
  for (const name of [...result.kids.keys()]) {
    if (name !== COUNT && Number(name) >= length) result.kids.delete(name);
  }
}

function counted({ kids }: Texts): number {
  return kids.size - (kids.has(COUNT) ? 1 : 0);
}
