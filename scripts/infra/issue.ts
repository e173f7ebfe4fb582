import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { command, UsageError } from "./command.ts";

/** Keeps one issue about one matter. */
export const issueCommand = command({
  summary: "keep one issue about one matter: open it, bring it up to date, close it",
  operands: { name: "<key>", summary: "what it is about: drift-prod", atLeast: 1, atMost: 1 },
  options: {
    title: { kind: "text", value: "<text>", summary: "title of the issue" },
    body: {
      kind: "text",
      value: "<file>",
      summary: "Markdown; without the file, or with an empty one, nothing is the matter",
    },
  },
  more: "Works in jobs of GitHub Actions and Semaphore, with GITHUB_TOKEN. Run again it writes nothing.",
  async run({ operands, options, json }, { env, folder, print, talk }) {
    const [key = ""] = operands;
    const { title, body } = options;
    if (!title || !body) throw new UsageError("infra issue wants --title <text> and --body <file>");
    const { placeOf } = await import("../comment/place.ts");
    const { NoTarget } = await import("../comment/forge-of.ts");
    const { keepIssue } = await import("../comment/issue.ts");
    const { target } = placeOf(env);
    if (target?.kind !== "github" || !target.token) {
      const problem = "this is no job of GitHub Actions or Semaphore, or GITHUB_TOKEN is not set";
      throw new NoTarget([problem], {
        name: "issue",
        cure: "the file that --body names has its text",
      });
    }
    const { api, token, owner, repo } = target;
    const file = resolve(folder, body);
    const text = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    const outcome = await keepIssue(
      { api, token, talk, now: () => new Date() },
      { owner, repo, key, title, ...(text && { body: text }) },
    );
    print(json ? JSON.stringify({ outcome }) : `${title}: ${outcome}`);
    return 0;
  },
});
