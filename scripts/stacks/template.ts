/** A JSON object of any shape. */
export type Json = Readonly<Record<string, unknown>>;

/** What synth wrote for one stack: the parts of `cdk.tf.json` that our tools look at. */
export interface StackTemplate {
  readonly terraform?: {
    readonly backend?: Readonly<Record<string, Json>>;
    readonly cloud?: Json;
    readonly required_providers?: Json;
  };
  readonly provider?: Readonly<Record<string, Json | readonly Json[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly module?: Json;
  readonly output?: Readonly<Record<string, Json>>;
}

/** A resource of a template with the address that Terraform gives it. */
export interface TemplateBlock {
  readonly type: string;
  readonly name: string;
  /** `aws_vpc.network` */
  readonly address: string;
  readonly body: Json;
}

const CLOUDS = ["aws", "google", "cloudflare"] as const;

/** Kind of backend that keeps the state: `s3`, `gcs`, `local`, or `cloud` for HCP Terraform. */
export function stateBackend(template: StackTemplate): string {
  if (template.terraform?.cloud) return "cloud";
  return Object.keys(template.terraform?.backend ?? {})[0] ?? "local";
}

/** The clouds whose providers a stack has. */
export function cloudsOf(template: StackTemplate): string[] {
  return CLOUDS.filter((cloud) => template.provider?.[cloud] !== undefined);
}

/** Every resource of a stack, in the order in which synth wrote them. */
export function resourcesOf(template: StackTemplate): TemplateBlock[] {
  return Object.entries(template.resource ?? {}).flatMap(([type, byName]) =>
    blocks(byName).map(([name, body]) => ({ type, name, address: `${type}.${name}`, body })),
  );
}

/** Every `terraform_remote_state` of a stack: its name and what it reads. */
export function remoteStates(template: StackTemplate): TemplateBlock[] {
  const type = "terraform_remote_state";
  return blocks(template.data?.[type] ?? {}).map(([name, body]) => ({
    type,
    name,
    address: `data.${type}.${name}`,
    body,
  }));
}

/**
 * Path of the construct that made the thing at an address: `dev-app-network/vpc/subnet`. Nothing
 * where synth did not write it.
 */
export function constructPath(template: StackTemplate, address: string): string | undefined {
  const parts = address.replace(/\[[^\]]*\]/g, "").split(".");
  const [section, type, name] = parts[0] === "data" ? parts : ["resource", ...parts];
  const byType = section === "data" ? template.data : template.resource;
  const note = byType?.[type ?? ""]?.[name ?? ""]?.["//"];
  const path = (note as { metadata?: { path?: unknown } } | undefined)?.metadata?.path;
  return typeof path === "string" ? path : undefined;
}

/** What identifies the state that a stack keeps, so that a read of it can be recognised. */
export function ownState(template: StackTemplate): string {
  const { cloud, backend } = template.terraform ?? {};
  if (cloud) return stateIdentity("remote", cloud);
  const [kind, config] = Object.entries(backend ?? {})[0] ?? ["local", {}];
  return stateIdentity(kind, config);
}

/** What identifies the state that a `terraform_remote_state` reads. */
export function readState(body: Json): string {
  return stateIdentity(String(body["backend"]), (body["config"] ?? {}) as Json);
}

function stateIdentity(kind: string, config: Json): string {
  const text = (key: string, byDefault = "") => String(config[key] ?? byDefault);
  switch (kind) {
    case "s3":
      return `s3://${text("bucket")}/${text("key")}`;
    case "gcs":
      return `gs://${text("bucket")}/${text("prefix")}`;
    case "remote":
    case "cloud":
      return `${text("hostname", "app.terraform.io")}/${text("organization")}/${workspace(config)}`;
    case "local":
      return text("path", "terraform.tfstate");
    default:
      return `${kind} ${JSON.stringify(config)}`;
  }
}

function workspace(config: Json): string {
  const given = config["workspaces"];
  const one = Array.isArray(given) ? given[0] : given;
  return String((one as Json | undefined)?.["name"] ?? "");
}

/** The blocks below a type; `//` is cdktf's comment, not a block. */
function blocks(byName: Readonly<Record<string, Json>>): [string, Json][] {
  return Object.entries(byName).filter(([name]) => name !== "//");
}
