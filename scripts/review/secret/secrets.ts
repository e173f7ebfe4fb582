import { formsOf } from "./forms.ts";
import { tokensIn } from "./shapes.ts";

/** What stands in the place of something that must not be seen. */
export const HIDDEN = "(sensitive)";

/** Letters of a secret by which it is looked up. Nothing shorter is recognised by its text. */
const HEAD = 6;

/** Letters of a secret that decide how each of its forms begins: eight bytes or more, or all of it. */
const BEGINNING = 8;

/** Longest text of which it is kept what it became, and most of them. */
const LONGEST_KEPT = 200;
const MOST_KEPT = 50_000;

/** Everything that must not be seen, to be found wherever it stands, in any form. */
export class Secrets {
  readonly #known = new Set<string>();
  readonly #forms = new Set<string>();
  /** The lengths of the forms with the same first letters, the longest first; by their hash. */
  readonly #lengths = new Map<number, number[]>();
  /** Secrets whose forms are not made yet, by their own first letters, and by those of their forms. */
  readonly #waiting = new Map<string, string[]>();
  readonly #heads = new Map<number, string[][]>();
  /** One bit for each pair of letters that a form begins with: most text is passed over by it. */
  readonly #starts = new Uint32Array(2048);
  /** What short texts became: names and addresses of a plan come again and again. */
  readonly #hidden = new Map<string, string>();

  /** How many are known. */
  get size(): number {
    return this.#known.size;
  }

  /**
   * Keeps a secret in mind, and its lines when it has several. One that could be any word (`true`,
   * `postgres`, `8080`) is not looked for: where it was marked it is hidden all the same.
   */
  add(secret: string): void {
    if (this.#known.has(secret)) return;
    if (this.#hidden.size > 0) this.#hidden.clear();
    for (const part of secret.includes("\n") ? [secret, ...secret.split("\n")] : [secret]) {
      const text = part.trim();
      if (this.#known.has(text) || !isDistinct(text)) continue;
      this.#known.add(text);
      this.#await(text);
    }
  }

  /** The text with every secret and everything that looks like a credential hidden. */
  hide(text: string): string {
    if (text.length > LONGEST_KEPT) return this.#hide(text);
    let shown = this.#hidden.get(text);
    if (shown === undefined) {
      shown = this.#hide(text);
      if (this.#hidden.size >= MOST_KEPT) this.#hidden.clear();
      this.#hidden.set(text, shown);
    }
    return shown;
  }

  #hide(text: string): string {
    let shown = "";
    let from = 0;
    for (let form = this.#formFrom(text, 0); form; form = this.#formFrom(text, from)) {
      shown += `${text.slice(from, form.at)}${HIDDEN}`;
      from = form.end;
    }
    const rest = from === 0 ? text : shown + text.slice(from);
    return tokensIn(rest).reduce((cleaned, token) => cleaned.replaceAll(token, HIDDEN), rest);
  }

  /** True when a secret, or something that looks like a credential, stands in the text. */
  isIn(text: string): boolean {
    return this.#formFrom(text, 0) !== undefined || tokensIn(text).length > 0;
  }

  /** Of most secrets nothing stands anywhere: their forms are made when a text has the beginning of one. */
  #await(secret: string): void {
    const beginning = secret.slice(0, BEGINNING);
    const known = this.#waiting.get(beginning);
    if (known !== undefined) {
      known.push(secret);
      return;
    }
    const secrets = [secret];
    this.#waiting.set(beginning, secrets);
    for (const form of formsOf(beginning)) {
      if (form.length < HEAD) continue;
      const start = startOf(form.charCodeAt(0), form.charCodeAt(1));
      this.#starts[start >>> 5]! |= 1 << (start & 31);
      const head = headOf(form, 0);
      const others = this.#heads.get(head);
      if (others === undefined) this.#heads.set(head, [secrets]);
      else others.push(secrets);
    }
  }

  #addForm(form: string): void {
    if (form.length < HEAD) return;
    this.#forms.add(form);
    const head = headOf(form, 0);
    const lengths = this.#lengths.get(head);
    if (lengths === undefined) this.#lengths.set(head, [form.length]);
    else if (!lengths.includes(form.length)) {
      lengths.push(form.length);
      lengths.sort((a, b) => b - a);
    }
  }

  /** The first form that stands in a text from a place on. Each letter of all that is shown comes by here. */
  #formFrom(text: string, from: number): Stretch | undefined {
    const starts = this.#starts;
    const last = text.length - HEAD;
    let next = text.charCodeAt(from);
    for (let at = from; at <= last; at++) {
      const code = next;
      next = text.charCodeAt(at + 1);
      const start = startOf(code, next);
      if ((starts[start >>> 5]! & (1 << (start & 31))) === 0) continue;
      const length = this.#lengthAt(text, at);
      if (length > 0) return { at, end: at + length };
    }
    return undefined;
  }

  /** How long the form is that begins at a place; 0 where none does. */
  #lengthAt(text: string, at: number): number {
    const head = headOf(text, at);
    const begun = this.#heads.get(head);
    if (begun === undefined) return 0;
    for (const secrets of begun) {
      for (const secret of secrets.splice(0)) {
        for (const form of formsOf(secret)) this.#addForm(form);
      }
    }
    const lengths = this.#lengths.get(head) ?? [];
    return lengths.find((length) => this.#forms.has(text.slice(at, at + length))) ?? 0;
  }
}

/** Where something stands in a text. */
interface Stretch {
  readonly at: number;
  readonly end: number;
}

/** The first two letters as a number. */
function startOf(first: number, second: number): number {
  return ((first << 8) ^ second) & 0xffff;
}

/** The first letters as a number. Others may have the same: then no form is found by it. */
function headOf(text: string, at: number): number {
  let hash = 0;
  for (let next = at; next < at + HEAD; next++) hash = (hash * 31 + text.charCodeAt(next)) | 0;
  return hash;
}

/** Whether a text can be told from an ordinary word or number. */
function isDistinct(text: string): boolean {
  if (text.length < HEAD) return false;
  if (text.length >= 16) return /[^\s*#=-]/.test(text);
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9\s._/-]/];
  return kinds.filter((kind) => kind.test(text)).length >= 2;
}
