/** A thing of the API, as JSON:API writes it. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly attributes: object;
  readonly relationships?: object;
}

/** A reference to one thing, or to none. */
export interface One {
  readonly data?: { readonly id: string; readonly type: string } | null;
}

/** References to many. */
export interface Many {
  readonly data?: readonly { readonly id: string; readonly type: string }[];
}

/** An answer that is a success. */
export interface Document<T> {
  readonly data: T;
  readonly meta?: { readonly pagination?: { readonly "next-page"?: number | null } };
}

/** What an answer that is none says went wrong, in one line. */
export function wordsOf(text: string): string {
  try {
    const { errors }: { errors?: readonly unknown[] } = JSON.parse(text);
    return (errors ?? []).map(wordsOfError).filter(Boolean).join("; ");
  } catch {
    return "";
  }
}

function wordsOfError(error: unknown): string {
  if (typeof error === "string") return error;
  const { title, detail, source } = (error ?? {}) as {
    readonly title?: string;
    readonly detail?: string;
    readonly source?: { readonly pointer?: string };
  };
  const where = source?.pointer ? ` (${source.pointer.split("/").at(-1)})` : "";
  return `${detail ?? title ?? ""}${where}`.replaceAll(/\s+/g, " ").trim();
}
