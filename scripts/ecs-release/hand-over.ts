import type { RELEASE_SHAPE } from "@groundplan/aws/blue-green";
import type { ContractOf } from "@groundplan/core/contracts";

/** What the service's stack tells a pipeline, which may read no state. */
export interface HandOver extends Omit<ContractOf<typeof RELEASE_SHAPE>, "engine"> {
  /** Who moves requests to new tasks: ECS one by one or into a second target group, or CodeDeploy. */
  readonly engine: "rolling" | "ecs" | "codedeploy";
  /** Parameter with the digest that runs. */
  readonly imageParameter: string;
  /** Address of the repository, without tag. */
  readonly repository: string;
  /** Tag that keeps what runs from being cleaned away. */
  readonly inUseTag: string;
  /** What `run-task` takes to migrate, as JSON. */
  readonly migration: string;
  /** Every service, that of `service` too. */
  readonly services: readonly string[];
  /** Every family of task definitions that runs the image. */
  readonly families: readonly string[];
}

/** What stands in the parameter is no hand-over. */
export class NoHandOver extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoHandOver";
  }
}

const ENGINES = ["rolling", "ecs", "codedeploy"];
const TEXTS = ["cluster", "service", "container", "containerPort", "imageParameter"];
const MORE_TEXTS = ["repository", "inUseTag", "migration"];
const LISTS = ["hooks", "services", "families"];

/**
 * The hand-over that a parameter holds.
 *
 * @throws NoHandOver with everything that is missing
 */
export function handOverIn(parameter: string, value: string): HandOver {
  const read = objectIn(value);
  const problems = read ? problemsOf(read) : ["it must be a JSON object"];
  if (problems.length === 0) return read as unknown as HandOver;
  throw new NoHandOver(
    `${parameter} holds no hand-over: ${problems.join("; ")}; apply the stack of the service, which writes it`,
  );
}

/** What `run-task` takes to migrate. */
export function migrationOf({ migration }: HandOver): { readonly taskDefinition: string } {
  return JSON.parse(migration);
}

function problemsOf(read: Readonly<Record<string, unknown>>): string[] {
  const isText = (name: string) => typeof read[name] === "string" && read[name] !== "";
  const isList = (name: string) =>
    Array.isArray(read[name]) && read[name].every((each) => typeof each === "string");
  const wanted = [
    ...TEXTS,
    ...MORE_TEXTS,
    ...(read["engine"] === "codedeploy" ? ["application", "deploymentGroup"] : []),
  ];
  const task = isText("migration") ? objectIn(String(read["migration"])) : { taskDefinition: "" };
  const services = isList("services") ? (read["services"] as string[]) : [];
  return [
    ...(ENGINES.includes(String(read["engine"])) ? [] : [`engine must be ${ENGINES.join(", ")}`]),
    ...wanted.filter((name) => !isText(name)).map((name) => `${name} must be a text`),
    ...LISTS.filter((name) => !isList(name)).map((name) => `${name} must be a list of texts`),
    ...(typeof task?.["taskDefinition"] === "string"
      ? []
      : ["migration must be the JSON that run-task takes, with taskDefinition"]),
    ...(services.length === 0 || services.includes(String(read["service"]))
      ? []
      : ["services must name service"]),
  ];
}

function objectIn(value: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(value);
    return read !== null && typeof read === "object" && !Array.isArray(read)
      ? (read as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
