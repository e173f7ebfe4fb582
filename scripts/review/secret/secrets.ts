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
    for (let at = 0; at <= text.length - HEAD; at++) {
      const form = this.#formAt(text, at);
      if (form === undefined) continue;
      shown += `${text.slice(from, at)}${HIDDEN}`;
      from = at + form.length;
      at = from - 1;
    }
    const rest = from === 0 ? text : shown + text.slice(from);
    return tokensIn(rest).reduce((cleaned, token) => cleaned.replaceAll(token, HIDDEN), rest);
  }

  /** True when a secret, or something that looks like a credential, stands in the text. */
  isIn(text: string): boolean {
    for (let at = 0; at <= text.length - HEAD; at++) {
      if (this.#formAt(text, at) !== undefined) return true;
    }
    return tokensIn(text).length > 0;
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
      const start = startOf(form, 0);
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

  #formAt(text: string, at: number): string | undefined {
    const start = startOf(text, at);
    if ((this.#starts[start >>> 5]! & (1 << (start & 31))) === 0) return undefined;
    const head = headOf(text, at);
    const begun = this.#heads.get(head);
    if (begun === undefined) return undefined;
    for (const secrets of begun) {
      for (const secret of secrets.splice(0)) {
        for (const form of formsOf(secret)) this.#addForm(form);
      }
    }
    for (const length of this.#lengths.get(head) ?? []) {
      const form = text.slice(at, at + length);
      if (this.#forms.has(form)) return form;
    }
    return undefined;
  }
}

function startOf(text: string, at: number): number {
  return ((text.charCodeAt(at) << 8) ^ text.charCodeAt(at + 1)) & 0xffff;
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
