/** Stands before the plan in a comment, and says of which commit it is. */
export const planMark = (head: string) => `<!-- groundplan plan ${head} -->\n`;

/** The same, in a comment that stands there. Data cannot write it: it is escaped wherever it stands. */
export const PLAN_MARK = /(?:^|\n)<!-- groundplan plan ([0-9a-f]{40}) -->\n/;
