/** What a hand-over is good for: one set, of one commit, out of one run of one workflow. */
export interface Binding {
  /** File of the workflow: `.github/workflows/pull-request.yml`. */
  readonly workflow: string;
  /** Number of the run, as GitHub counts: `16823941172`. */
  readonly run: string;
  /** The whole commit that was planned. */
  readonly commit: string;
  /** Which of the run's sets it is: mostly an environment. */
  readonly set: string;
  /** Digest of what the set would do. */
  readonly digest: string;
}

interface Fact {
  readonly pattern: RegExp;
  readonly words: string;
  /** How a difference is told. */
  readonly of: string;
}

const FACTS: Readonly<Record<keyof Binding, Fact>> = {
  workflow: {
    pattern: /^[\w./-]{1,200}$/,
    words: "be the path of a workflow file: .github/workflows/pull-request.yml",
    of: "by the workflow",
  },
  run: { pattern: /^[\w-]{1,64}$/, words: "be the number of a run", of: "in the run" },
  commit: { pattern: /^[0-9a-f]{40}$/, words: "be a whole commit of 40 digits", of: "of commit" },
  set: { pattern: /^[a-z0-9][a-z0-9-]{0,63}$/, words: "be a name like prod", of: "as the set" },
  digest: {
    pattern: /^[0-9a-f]{64}$/,
    words: "be a digest of 64 digits, as infra handover pack prints it",
    of: "with the digest",
  },
};

const NAMES = Object.keys(FACTS) as (keyof Binding)[];

/** What is wrong with a binding; nothing where it can be one. */
export function bindingProblems(binding: Partial<Binding>): string[] {
  return NAMES.filter((name) => !FACTS[name].pattern.test(String(binding[name]))).map(
    (name) => `${name} must ${FACTS[name].words}, got ${JSON.stringify(binding[name])}`,
  );
}

/** How a hand-over differs from what is wanted, all of it at once. */
export function differences(found: Binding, wanted: Binding): string[] {
  return NAMES.filter((name) => found[name] !== wanted[name]).map(
    (name) => `it was made ${FACTS[name].of} ${found[name]}, and ${wanted[name]} is wanted`,
  );
}
