/** One line of Terraform's machine-readable output (`-json`). */
export interface TerraformEvent {
  readonly type: string;
  readonly "@message"?: string;
  readonly diagnostic?: Diagnostic;
  /** The whole state, printed when it could be written nowhere. */
  readonly state?: unknown;
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number };
  /** One thing that a plan changes. */
  readonly change?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
}

/** An error or a warning of Terraform's. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** Address of the resource that it is about. */
  readonly address?: string;
  readonly snippet?: { readonly context?: string | null };
}

/** The event on a line; nothing when the line is none (some text of `init` is not). */
export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const parsed: unknown = JSON.parse(line);
    const isEvent = typeof parsed === "object" && parsed !== null && "type" in parsed;
    return isEvent ? (parsed as TerraformEvent) : undefined;
  } catch {
    return undefined;
  }
}

/** The error or warning that an event carries. */
export function diagnosticOf(event: TerraformEvent): Diagnostic | undefined {
  return event.type === "diagnostic" ? event.diagnostic : undefined;
}

/** The errors among diagnostics, each told once. */
export function errorsOf(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const key = JSON.stringify([diagnostic.summary, diagnostic.detail, diagnostic.address]);
    if (diagnostic.severity !== "error" || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Address of the resource or data source that a diagnostic is about, as far as it says. */
export function subjectOf({ address, snippet }: Diagnostic): string | undefined {
  if (address) return address;
  const context = snippet?.context?.split(".") ?? [];
  if (context[0] === "resource" && context.length >= 3) return `${context[1]}.${context[2]}`;
  if (context[0] === "data" && context.length >= 3) return context.slice(0, 3).join(".");
  return undefined;
}
