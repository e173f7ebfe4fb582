import {
  DataTerraformRemoteState,
  DataTerraformRemoteStateGcs,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  NamedCloudWorkspace,
  TerraformOutput,
  type TerraformRemoteState,
  type TerraformStack,
  Token,
} from "cdktf";
import { check, must } from "./problems.ts";

/** What may cross from one stack to another: text, or a list of texts. */
export type ContractValue = string | readonly string[];

/** The fields of a contract and their kinds. Typed the same on both sides. */
export type ContractShape = Readonly<Record<string, "text" | "list">>;

/** The values of a contract. */
export type ContractOf<S extends ContractShape> = {
  readonly [K in keyof S]: S[K] extends "list" ? string[] : string;
};

/** Where a stack's state lies, so that a consumer can read a contract from it. */
export type StateLocation =
  | { readonly kind: "local"; readonly path: string }
  | {
      readonly kind: "s3";
      readonly bucket: string;
      readonly key: string;
      readonly region: string;
    }
  | { readonly kind: "gcs"; readonly bucket: string; readonly prefix: string }
  | {
      readonly kind: "cloud";
      readonly hostname: string;
      readonly organization: string;
      readonly workspace: string;
    };

/** Words that a secret's name has. A field with one of them is refused. */
const SECRET_WORDS =
  /(password|passwd|secret(?!Arn|Id|Name|Version)|token|privateKey|apiKey|credential)/i;

/** A named set of plain values that one stack hands to another. */
export class Contract<S extends ContractShape> {
  readonly name: string;
  readonly shape: S;

  /**
   * @param name kebab-case name, unique in the publishing stack: `network`
   * @throws PropsError when a field's name says that it is a secret: who reads one field can read
   * the producer's whole state
   */
  constructor(name: string, shape: S) {
    check(
      `contract ${name}`,
      Object.keys(shape).map((field) =>
        must(
          !SECRET_WORDS.test(field),
          field,
          "not be a secret",
          undefined,
          "hand over the name or ARN of the secret and let the consumer read it from its store",
        ),
      ),
    );
    this.name = name;
    this.shape = shape;
  }

  /** Hands the values over as outputs named `<contract>_<field>`. Renaming one breaks its readers. */
  publish(producer: TerraformStack, values: ContractOf<S>): PublishedContract<S> {
    for (const [field, value] of Object.entries(values)) {
      const output = new TerraformOutput(producer, this.outputName(field), {
        value,
        description: `Contract ${this.name}: read by other stacks`,
      });
      output.overrideLogicalId(this.outputName(field));
    }
    return new PublishedContract(this, producer);
  }

  /** Name of the output that carries a field. */
  outputName(field: string): string {
    const snake = (text: string) =>
      text.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`).replaceAll("-", "_");
    return `${snake(this.name)}_${snake(field)}`;
  }
}

const LOCATIONS = new WeakMap<TerraformStack, StateLocation>();

/** Notes where a stack keeps its state. Called once, by what gives the stack its backend. */
export function locateState(stack: TerraformStack, location: StateLocation): void {
  LOCATIONS.set(stack, location);
}

/** Where a stack keeps its state. */
export function stateLocation(stack: TerraformStack): StateLocation {
  const location = LOCATIONS.get(stack);
  if (!location)
    throw new Error(
      `${stack.node.id} has no state location: furnish it before its contracts are read`,
    );
  return location;
}

/** A contract that a stack has published, ready to be read by others. */
export class PublishedContract<S extends ContractShape> {
  readonly contract: Contract<S>;
  readonly producer: TerraformStack;

  constructor(contract: Contract<S>, producer: TerraformStack) {
    this.contract = contract;
    this.producer = producer;
  }

  /**
   * Reads the contract in another stack: one remote-state read, and the order of deployment with
   * it. The read fetches the producer's whole state (only HCP Terraform serves outputs alone).
   */
  readFrom(consumer: TerraformStack): ContractOf<S> {
    consumer.addDependency(this.producer);
    const state = remoteState(consumer, this.producer);
    const fields = Object.entries(this.contract.shape).map(([field, kind]) => {
      const output = this.contract.outputName(field);
      return [field, kind === "list" ? Token.asList(state.get(output)) : state.getString(output)];
    });
    return Object.fromEntries(fields);
  }
}

/** The consumer's read of a producer's state: made once, however many contracts are read. */
function remoteState(consumer: TerraformStack, producer: TerraformStack): TerraformRemoteState {
  const id = `state-of-${producer.node.id}`;
  const existing = consumer.node.tryFindChild(id);
  if (existing) return existing as TerraformRemoteState;
  const location = stateLocation(producer);
  switch (location.kind) {
    case "local":
      return new DataTerraformRemoteStateLocal(consumer, id, { path: location.path });
    case "s3":
      return new DataTerraformRemoteStateS3(consumer, id, {
        bucket: location.bucket,
        key: location.key,
        region: location.region,
      });
    case "gcs":
      return new DataTerraformRemoteStateGcs(consumer, id, {
        bucket: location.bucket,
        prefix: location.prefix,
      });
    case "cloud":
      return new DataTerraformRemoteState(consumer, id, {
        hostname: location.hostname,
        organization: location.organization,
        workspaces: new NamedCloudWorkspace(location.workspace),
      });
  }
}
