import { createHash } from "node:crypto";
import { check, type Finding, known, must } from "./problems.ts";

/** What a name is for: each kind has its own length and alphabet. */
export type NameKind = keyof typeof NAME_RULES;

interface NameRule {
  /** Longest name in characters. */
  readonly limit: number;
  /** What the service accepts. */
  readonly pattern: RegExp;
  /** The pattern in words; follows "must". */
  readonly words: string;
  /** Shortest name. Default 1. */
  readonly atLeast?: number;
}

const DASHED = {
  pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
  words: "be lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen",
};
const AWS_LOOSE = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9+=,.@_/-]*$/,
  words: "be letters, digits and + = , . @ _ / -",
};

/**
 * Limits that services put on names.
 *
 * Sources: AWS provider 5.100.0 `validate` at the limit and one over for what it checks; the
 * services' own documentation for the rest (RDS, SQS, SNS, ECR, KMS, ElastiCache, Google Cloud).
 */
export const NAME_RULES = {
  alarm: { limit: 255, ...AWS_LOOSE },
  "artifact-repository": { limit: 63, ...DASHED },
  "codedeploy-application": { limit: 100, ...AWS_LOOSE },
  "codedeploy-configuration": { limit: 100, ...AWS_LOOSE },
  "db-instance": {
    limit: 63,
    pattern: /^[a-z](-?[a-z0-9])*$/,
    words: `${DASHED.words}, nor have two in a row`,
  },
  "ecr-repository": { limit: 256, atLeast: 2, ...AWS_LOOSE },
  "ecs-cluster": { limit: 255, ...DASHED },
  "ecs-service": { limit: 255, ...DASHED },
  "event-rule": { limit: 64, ...DASHED },
  "google-bucket": { limit: 63, atLeast: 3, ...DASHED },
  "google-resource": { limit: 63, ...DASHED },
  "google-service-account": { limit: 30, atLeast: 6, ...DASHED },
  "iam-policy": { limit: 128, ...AWS_LOOSE },
  "iam-role": { limit: 64, ...AWS_LOOSE },
  "iam-user": { limit: 64, ...AWS_LOOSE },
  "identity-pool": {
    limit: 32,
    atLeast: 4,
    pattern: /^(?!gcp-)[a-z0-9-]+$/,
    words: "be lower-case letters, digits and hyphens, and not begin with gcp-",
  },
  "instance-profile": { limit: 128, ...AWS_LOOSE },
  "kms-alias": { limit: 250, ...AWS_LOOSE },
  // Lambda API, CreateFunction.
  "lambda-function": { limit: 64, ...DASHED },
  "launch-template": { limit: 125, atLeast: 3, ...AWS_LOOSE },
  "load-balancer": {
    limit: 32,
    pattern: /^(?!internal-)[a-z]([a-z0-9-]*[a-z0-9])?$/,
    words: `${DASHED.words}, and not begin with internal-`,
  },
  "log-group": {
    limit: 512,
    pattern: /^[A-Za-z0-9._/#-]+$/,
    words: "be letters, digits and . _ / # -",
  },
  // OpenSearch Service, CreateDomain.
  "search-domain": { limit: 28, atLeast: 3, ...DASHED },
  "s3-bucket": { limit: 63, atLeast: 3, ...DASHED },
  secret: { limit: 512, ...AWS_LOOSE },
  "security-group": {
    limit: 255,
    pattern: /^(?!sg-)[a-zA-Z0-9 ._:/()#,@[\]+=&;{}!$*-]+$/,
    words: "not begin with sg-",
  },
  "sns-topic": { limit: 256, ...DASHED },
  "sqs-queue": { limit: 80, ...DASHED },
  "ssm-parameter": {
    limit: 1011,
    pattern: /^\/?[A-Za-z0-9._/-]+$/,
    words: "be letters, digits and . _ / -",
  },
  "target-group": { limit: 32, ...DASHED },
  "task-family": { limit: 255, ...DASHED },
  "trust-store": { limit: 32, ...DASHED },
  workspace: { limit: 90, pattern: /^[A-Za-z0-9_-]+$/, words: "be letters, digits, - and _" },
} as const satisfies Record<string, NameRule>;

/** Characters of the hash that a name gets when something in it forces replacement. */
const HASH_LENGTH = 6;

/**
 * Checks a name against what its service accepts. A name that is too long is an error with the
 * overrun, never a cut: a cut name can meet another one.
 */
export function nameProblem(prop: string, kind: NameKind, name: string | undefined): Finding {
  if (!known(name)) return undefined;
  const rule: NameRule = NAME_RULES[kind];
  const over = name.length - rule.limit;
  const thing = kind.replaceAll("-", " ");
  if (over > 0) {
    return must(
      false,
      prop,
      `have at most ${rule.limit} characters (${thing})`,
      name,
      `shorten it by ${over}`,
    );
  }
  if (name.length < (rule.atLeast ?? 1)) {
    return must(false, prop, `have at least ${rule.atLeast ?? 1} characters (${thing})`, name);
  }
  return must(rule.pattern.test(name), prop, `${rule.words} (${thing})`, name);
}

/**
 * Adds a hash of what forces a replacement, so that the new thing can be made before the old one
 * goes: two cannot have one name at a time. The same inputs give the same name; nothing is random.
 */
export function hashedName(name: string, forcesReplacement: readonly unknown[]): string {
  const digest = createHash("sha256").update(JSON.stringify(forcesReplacement)).digest("hex");
  return `${name}-${digest.slice(0, HASH_LENGTH)}`;
}

/** Makes the physical names of one environment: `<org>-<environment>-<component>`. */
export class Names {
  readonly org: string;
  readonly environment: string;
  readonly #kept: Readonly<Record<string, string>>;
  readonly #made = new Set<string>();

  /**
   * @param kept names of things that were there before, by the name that they would get here. Default:
   * none. Taking one away replaces what has it
   */
  constructor(org: string, environment: string, kept: Readonly<Record<string, string>> = {}) {
    this.org = org;
    this.environment = environment;
    this.#kept = kept;
  }

  /** Every name that was made so far, as it would be if nothing had kept its own. */
  get made(): string[] {
    return [...this.#made].sort();
  }

  /**
   * The name of a component.
   *
   * @param kind what is named: sets the limit and the alphabet
   * @param component what it is, in kebab case: `music-library-api`
   * @throws PropsError when the service would not accept the name
   */
  of(kind: NameKind, component: string): string {
    const made = `${this.org}-${this.environment}-${component}`;
    this.#made.add(made);
    const name = this.#kept[made] ?? made;
    check(`name of ${component} in ${this.environment}`, [nameProblem("name", kind, name)]);
    return name;
  }
}
