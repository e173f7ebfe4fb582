import { readFileSync } from "node:fs";
import { join } from "node:path";
import { command, UsageError } from "./command.ts";

/** Makes the release of a tag. */
export const releaseCommand = command({
  summary: "make the release of a tag on GitHub, with what the changelog says of it",
  operands: { name: "<tag>", summary: "a tag that stands: v1.2.0", atLeast: 1, atMost: 1 },
  options: { "dry-run": { kind: "switch", summary: "print the notes, release nothing" } },
  more: "Works in jobs of GitHub Actions and Semaphore, with GITHUB_TOKEN. Run again it writes nothing.",
  async run({ operands, options, json }, { env, print, talk, project }) {
    const [tag = ""] = operands;
    if (!/^v\d+\.\d+\.\d+$/.test(tag)) {
      throw new UsageError(`infra release: the tag must be like v1.2.0, got ${tag}`);
    }
    const { notesOf } = await import("../release/notes.ts");
    const notes = notesOf(readFileSync(join(project().root, "CHANGELOG.md"), "utf8"), tag);
    if (options["dry-run"]) {
      print(notes);
      return 0;
    }
    const { placeOf } = await import("../comment/place.ts");
    const { NoTarget } = await import("../comment/forge-of.ts");
    const { releaseTag } = await import("../release/release.ts");
    const { target } = placeOf(env);
    if (target?.kind !== "github" || !target.token) {
      const problem = "this is no job of GitHub Actions or Semaphore, or GITHUB_TOKEN is not set";
      throw new NoTarget([problem], { name: "release", cure: "look at it with --dry-run" });
    }
    const { api, token, owner, repo } = target;
    const access = { api, token, talk, now: () => new Date() };
    const outcome = await releaseTag(access, { owner, repo, tag, notes });
    print(json ? JSON.stringify({ outcome }) : `${tag}: ${outcome}`);
    return 0;
  },
});
