/** One step of a path into a value. */
export type PathStep =
  | { readonly attribute_name: string }
  | { readonly element_key_string: string }
  | { readonly element_key_int: number };

/** A value as it travels. */
export interface WireValue {
  readonly msgpack: Uint8Array;
  readonly json?: Uint8Array;
}

/** Severity of what stops Terraform. */
export const ERROR = 1;

/** What Terraform shows the author, at the argument that it is about. */
export interface Diagnostic {
  readonly severity: typeof ERROR;
  readonly summary: string;
  readonly detail?: string;
  readonly attribute?: { readonly steps: readonly PathStep[] };
}

/** The fields of all requests; which are set depends on the call. */
export interface Request {
  readonly type_name: string;
  readonly id: string;
  readonly version: number;
  readonly config: WireValue;
  readonly current_state: WireValue;
  readonly prior_state: WireValue;
  readonly proposed_new_state: WireValue;
  readonly planned_state: WireValue;
  readonly private: Uint8Array;
  readonly prior_private: Uint8Array;
  readonly planned_private: Uint8Array;
  readonly raw_state: { readonly json: Uint8Array } | null;
  readonly source_state: { readonly json: Uint8Array } | null;
  readonly source_type_name: string;
  readonly target_type_name: string;
}

/** The calls of a provider by name; each answers with the fields of its response. */
export type Calls = Readonly<
  Record<string, (request: Request, peer: string) => object | Promise<object>>
>;
