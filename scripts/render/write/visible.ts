/** Characters that control, or that change how others are shown, or are not seen at all. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** The text with everything visible: what controls or hides is written out, a line stays a line. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (found) => {
    const code = found.codePointAt(0)!.toString(16);
    return NAMED[found] ?? `\\u${code.length > 4 ? `{${code}}` : code.padStart(4, "0")}`;
  });
}
