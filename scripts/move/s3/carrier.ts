import { listed, mib } from "../../stepwise/text.ts";
import type { Carrier, Found } from "../carrier.ts";
import { differencesFound } from "../differences.ts";
import type { Progress } from "../plan/progress.ts";
import type { World } from "../world.ts";
import { Bucket } from "./bucket.ts";
import { type Checked, checkFound } from "./check.ts";
import { compareBuckets } from "./compare.ts";
import { copyObjects } from "./copy.ts";
import { alone, readMarker, removeMarker, writeMarker } from "./lock.ts";
import { tallyOf } from "./pairs.ts";
import type { S3Plan } from "./plan.ts";
import { rcloneVersion } from "./rclone.ts";
import { behind } from "./there.ts";
import { approvalOf, writeFound } from "./writes.ts";

/** Objects at a time, where nobody says it. */
const JOBS = 16;

/** Most differences that are told one by one. */
const MOST = 1000;

/** A bucket's objects: by rclone, and one by one where rclone would change them. */
export class S3Carrier implements Carrier {
  readonly kind = "s3";
  readonly #checked: Checked;

  constructor(move: string, plan: S3Plan, world: World) {
    const { requesterPays, jobs = JOBS } = plan;
    const source = new Bucket("source", plan.source, world.env, requesterPays);
    const target = new Bucket("target", plan.target, world.env);
    this.#checked = { move, plan, source, target, jobs, world };
  }

  async check(): Promise<Found> {
    return checkFound(this.#checked);
  }

  async copy(): Promise<Found> {
    const { plan, move, source, target, jobs, world } = this.#checked;
    // Nothing is written to a bucket that may be somebody else's.
    const { problems = [] } = await this.check();
    if (problems.length > 0) return { said: "nothing was copied", problems };
    return alone(target, move, world, async () => {
      await writeMarker(target, { move, source: source.name });
      const version = (await rcloneVersion(world.env))!;
      const { requesterPays = false } = plan;
      const done = await copyObjects({ source, target, jobs, version, requesterPays, world });
      return {
        said: `${done.objects} objects in ${mib(done.bytes)} were copied`,
        facts: [
          ["one by one, not by rclone", `${done.oneByOne}`],
          ["got their tags", `${done.tagged}`],
        ],
      };
    });
  }

  async follow(): Promise<Found> {
    const { source, target } = this.#checked;
    const { objects, missing, missingBytes, more } = await behind(source, target);
    const some = listed(missing, "object");
    return {
      said: `${objects - missing.length} of ${objects} objects are at the target`,
      problems:
        missing.length > 0
          ? [
              `${some} in ${mib(missingBytes)} are not there as they are now: infra move copy, again`,
            ]
          : [],
      warnings:
        more.length > 0
          ? [
              `${listed(more, "object")} of the target are not at the source any more; nothing is deleted`,
            ]
          : [],
    };
  }

  async compare(_: Progress): Promise<Found> {
    const { source, target, jobs, plan, world } = this.#checked;
    const at = world.now().toISOString();
    const compared = await compareBuckets(source, target, jobs);
    const approved = plan.differences ?? {};
    const told = differencesFound(compared.differences, (key) => approvalOf(approved, key));
    const { objects, bytes } = compared.source;
    return {
      said: `${objects} objects in ${mib(bytes)} were compared, ${told.problems.length} differ`,
      problems: atMost(told.problems),
      warnings: atMost(told.warnings),
      facts: [["read, because no ETag tells of it", mib(compared.hashedBytes)]],
      ...(told.problems.length > 0 && { todo: CURES }),
      changes: {
        comparedObjects: { at, source: compared.source.digest, target: compared.target.digest },
      },
    };
  }

  async gate({ comparedObjects }: Progress): Promise<Found> {
    const { source, target } = this.#checked;
    const now = { source: await tallyOf(source), target: await tallyOf(target) };
    return writeFound(source, comparedObjects, now);
  }

  async handOver(): Promise<Found> {
    const { objects } = await tallyOf(this.#checked.target);
    return { said: `${objects} objects are handed over` };
  }

  async writtenSince(): Promise<Found> {
    const { source, target, jobs } = this.#checked;
    const { differences } = await compareBuckets(source, target, jobs);
    return { said: "the target was looked at", problems: atMost([...differences.values()]) };
  }

  async handBack(): Promise<Found> {
    return {
      said: "the bucket is the source again",
      todo: ["let the source be written to again: take out what its policy denies for the move"],
    };
  }

  async retire(): Promise<Found> {
    const { target, move, world } = this.#checked;
    return alone(target, move, world, async () => {
      const isOurs = (await readMarker(target))?.move === move;
      if (isOurs) await removeMarker(target);
      const facts = [["marker", isOurs ? "removed" : "there was none"]] as const;
      return { said: `what the move ${move} made is gone; all objects stay where they are`, facts };
    });
  }
}

const CURES = [
  "what is not at the target, or not the same: infra move copy, again; what is not at the source any more: delete it at the target, or approve it in s3.differences",
  "where copy does not bring what differs (put in pieces, or under a key of KMS): delete it at the target, then infra move copy",
];

function atMost(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST) return lines;
  return [...lines.slice(0, MOST), `and ${lines.length - MOST} more objects`];
}
