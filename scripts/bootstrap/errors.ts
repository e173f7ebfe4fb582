import type { Snapshot } from "../state/snapshot.ts";

/** The bucket is there, and nobody has its state. */
export class StateMissing extends Error {
  constructor(environment: string, place: string) {
    super(
      `the state bucket of ${environment} is there, but no state lies at ${place} and none on this machine. ` +
        "Either somebody is bootstrapping it right now: wait, and run this again. Or its state was lost " +
        "before it had moved: run this again with --recover, which takes what stands into a new state. Nothing was changed",
    );
    this.name = "StateMissing";
  }
}

/** Somebody else was quicker. */
export class AlreadyBootstrapped extends Error {
  constructor(environment: string, place: string, local: Snapshot | undefined, file: string) {
    const kept =
      local && local.resources.length > 0
        ? ` The state of this attempt is kept in ${file} and knows ${local.resources.join(", ")}. ` +
          "Compare it with theirs before you remove it: what both know by one name is one thing"
        : " Run this again to go on from theirs";
    super(
      `${environment} was bootstrapped by somebody else meanwhile: their state lies at ${place}, it stays, and nothing of it was changed.${kept}`,
    );
    this.name = "AlreadyBootstrapped";
  }
}

/** Terraform could not write its state and left it in another file. */
export class StateLeftOver extends Error {
  constructor(file: string, folder: string) {
    super(
      `${file}: an earlier run could not write its state and left it here; put it back with ` +
        `"terraform -chdir=${folder} state push errored.tfstate", remove the file, and run this again`,
    );
    this.name = "StateLeftOver";
  }
}

/** The bucket was made and does not answer. */
export class BucketSilent extends Error {
  constructor(place: string, file: string) {
    super(
      `the bucket of ${place} was made, but does not answer yet. Its state is safe in ${file}; run this again in a minute`,
    );
    this.name = "BucketSilent";
  }
}
