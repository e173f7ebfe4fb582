/** Longest text that is made for an open-ended repetition. */
const MORE = 4;

/**
 * A text that matches a regular expression of the kind that providers name: literal signs, classes,
 * groups, alternatives, repetitions. Undefined when the expression has more in it.
 *
 * @param pick a number below the one given
 * @param least length that the text should have, where the expression leaves it open
 */
export function textMatching(
  pattern: string,
  pick: (below: number) => number,
  least = 0,
): string | undefined {
  try {
    const whole = new RegExp(pattern.replace(/^\(\?i\)/, ""), "u");
    for (let extra = 0; extra < 4; extra++) {
      const text = new Maker(pattern.replace(/^\(\?i\)/, ""), pick, extra * 8).all();
      if (whole.test(text) && (text.length >= least || extra === 3)) return text;
    }
  } catch {
    // An expression in Go's syntax that ours does not share.
  }
  return undefined;
}

const CLASSES: Readonly<Record<string, string>> = {
  d: "0123456789",
  w: "abcxyz019",
  s: " ",
};

class Maker {
  #at = 0;
  readonly #text: string;
  readonly #pick: (below: number) => number;
  readonly #extra: number;

  constructor(text: string, pick: (below: number) => number, extra: number) {
    this.#text = text;
    this.#pick = pick;
    this.#extra = extra;
  }

  all(): string {
    const made = this.#alternatives();
    if (this.#at < this.#text.length) throw new Error("unbalanced");
    return made;
  }

  #alternatives(): string {
    const made = [this.#sequence()];
    while (this.#text[this.#at] === "|") {
      this.#at += 1;
      made.push(this.#sequence());
    }
    return made[this.#pick(made.length)]!;
  }

  #sequence(): string {
    let made = "";
    while (this.#at < this.#text.length && !"|)".includes(this.#text[this.#at]!)) {
      made += this.#repeated();
    }
    return made;
  }

  #repeated(): string {
    const start = this.#at;
    const once = this.#one();
    const [least, most] = this.#times();
    const times = least + this.#pick(Math.min(most - least, MORE + this.#extra) + 1);
    if (times === 0) return "";
    const end = this.#at;
    let made = once;
    for (let n = 1; n < times; n++) {
      this.#at = start;
      made += this.#one();
    }
    this.#at = end;
    return made;
  }

  #one(): string {
    const sign = this.#text[this.#at++]!;
    if (sign === "^" || sign === "$") return "";
    if (sign === ".") return "a";
    if (sign === "[") return this.#fromSet();
    if (sign === "(") {
      const kind = /^\?(?::|P?<\w+>)/.exec(this.#text.slice(this.#at));
      if (kind) this.#at += kind[0].length;
      const made = this.#alternatives();
      this.#at += 1;
      return made;
    }
    return sign === "\\" ? this.#escaped() : sign;
  }

  #escaped(): string {
    const sign = this.#text[this.#at++]!;
    const signs = CLASSES[sign];
    if (signs) return signs[this.#pick(signs.length)]!;
    if (/[A-Za-z]/.test(sign)) throw new Error(`\\${sign} is not made`);
    return sign;
  }

  #fromSet(): string {
    const end = this.#text.indexOf("]", this.#at + 1);
    let within = this.#text.slice(this.#at, end);
    while (within.endsWith("\\")) within += `]${this.#rest(this.#at + within.length + 1)}`;
    this.#at += within.length + 1;
    const set = new RegExp(`[${within}]`, "u");
    const signs = [...CANDIDATES].filter((sign) => set.test(sign));
    if (signs.length === 0) throw new Error(`[${within}] is not made`);
    return signs[this.#pick(Math.min(signs.length, 20))]!;
  }

  #rest(from: number): string {
    return this.#text.slice(from, this.#text.indexOf("]", from));
  }

  #times(): [number, number] {
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.#text.slice(this.#at));
    if (!found) return [1, 1];
    this.#at += found[0].length;
    const [, sign, least, comma, most] = found;
    if (sign) return sign === "?" ? [0, 1] : [sign === "+" ? 1 : 0, 1_000];
    return [Number(least), comma ? (most ? Number(most) : 1_000) : Number(least)];
  }
}

/** Letters and digits first: what is less usual is less likely to be accepted. */
const CANDIDATES = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.:/@ +=,#";
