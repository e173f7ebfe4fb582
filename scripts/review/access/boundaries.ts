import { code } from "../phrase.ts";
import { type Judge, textOf, withoutBraces } from "./access.ts";

/** Types that `judgeBoundary` judges, and what they are called. */
const BOUNDED: Readonly<Record<string, string>> = { aws_iam_role: "role", aws_iam_user: "user" };

/** Types that `judgeBoundary` judges. */
export const BOUNDARY_TYPES: readonly string[] = Object.keys(BOUNDED);

/** The limit of all that somebody may be given; without one, everything given may be done. */
export const judgeBoundary: Judge = ({ type, name, before, after }) => {
  if (!before || !after) return [];
  const [old, now] = [before, after].map((side) => textOf(side, "permissions_boundary"));
  if (old === now) return [];
  const who = [`${BOUNDED[type]} `, code(textOf(after, "name") ?? name)];
  if (old === undefined) {
    const phrase = [...who, " is limited by ", code(withoutBraces(now!))];
    return [{ verdict: "narrows", wide: false, phrase }];
  }
  if (now === undefined) {
    const phrase = [...who, " is no longer limited by ", code(withoutBraces(old))];
    return [{ verdict: "broadens", wide: true, phrase }];
  }
  const limits = [code(withoutBraces(now)), " in place of ", code(withoutBraces(old))];
  return [{ verdict: "open", wide: false, phrase: [...who, " is limited by ", ...limits] }];
};
