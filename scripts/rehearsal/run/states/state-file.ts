/** A state as Terraform writes it, format 4: the part that we read and write. */
export interface StateFile {
  readonly version: 4;
  readonly terraform_version: string;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: object;
  readonly resources: readonly StateResource[];
}

/** One resource block of a state, with its instances. */
export interface StateResource {
  readonly module?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** `provider["registry.terraform.io/hashicorp/aws"].alias` */
  readonly provider: string;
  readonly instances: readonly StateInstance[];
}

/** One thing that a state speaks of. */
export interface StateInstance {
  readonly index_key?: string | number;
  /** There where it waits for being destroyed, because another has taken its place. */
  readonly deposed?: string;
  readonly schema_version: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly sensitive_attributes: readonly unknown[];
  /** What the provider keeps beside it, in base 64. */
  readonly private?: string;
  readonly dependencies?: readonly string[];
  readonly create_before_destroy?: boolean;
}

/** Reads the text of a state; nothing where it is none, or not whole. */
export function parseState(text: string): StateFile | undefined {
  try {
    const file: StateFile | null = JSON.parse(text);
    return file?.version === 4 && Array.isArray(file.resources) ? file : undefined;
  } catch {
    return undefined;
  }
}
