import { createHash } from "node:crypto";
import { stableJson } from "../json.ts";

/** The ways in which providers rewrite a text before they plan it. */
export const NORMALIZERS: Readonly<Record<string, (text: string) => string>> = {
  json: sortedJson,
  /** AWS policies: the version first, whatever else in its order. */
  policy: (text) => {
    const sorted = sortedJson(text);
    const version = /^\{(.*?)(,)?("Version":"2012-10-17")(,)?(.*)\}$/.exec(sorted);
    if (!version) return sorted;
    const rest = [version[1], version[5]].filter((part) => part !== "").join(",");
    return `{${version[3]}${rest === "" ? "" : `,${rest}`}}`;
  },
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  "without-dot": (text) => text.replace(/\.$/, ""),
  trimmed: (text) => text.trim(),
  /** A script for a machine, of which a state has the checksum; it may come in base64 as well. */
  sha1: (text) => text && createHash("sha1").update(decoded(text)).digest("hex"),
  /** Not planned at all: what the provider compares is something else. */
  none: () => "",
};

function decoded(text: string): string | Buffer {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : text;
}

/** The same JSON, the way Go writes it: names in order, no spaces, no bare signs of HTML. */
function sortedJson(text: string): string {
  try {
    return stableJson(JSON.parse(text)).replace(
      /[<>&\u2028\u2029]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  } catch {
    return text;
  }
}
