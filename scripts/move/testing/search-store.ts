/** A document as a cluster keeps it. */
export interface Kept {
  readonly _id: string;
  readonly _version: number;
  readonly _routing?: string;
  /** JSON as it was sent: a number keeps all its digits. */
  readonly json: string;
  readonly seq: number;
}

/** What an operation ends with that is not done. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, reason: string) {
    super(reason);
    this.status = status;
    this.type = type;
  }
}

/** One index: documents by their ids, and a number that goes on with each write. */
export class StoredIndex {
  readonly aliases: Record<string, object>;
  readonly mappings: { properties: Record<string, { type?: string }> };
  readonly settings: Record<string, unknown>;
  readonly docs = new Map<string, Kept>();
  maxSeq = -1;

  constructor(body: {
    aliases?: Record<string, object>;
    mappings?: StoredIndex["mappings"];
    settings?: { index?: Record<string, unknown> };
  }) {
    this.aliases = body.aliases ?? {};
    this.mappings = { properties: {}, ...body.mappings };
    this.settings = { ...body.settings?.index };
  }

  /** Writes a document; with a version of another cluster only over an older one. */
  write(id: string, json: string, more: { version?: number; routing?: string; create?: boolean }) {
    const there = this.docs.get(id);
    const { version, routing, create = false } = more;
    if ((there && create) || (there && version !== undefined && version <= there._version)) {
      const reason = `[${id}]: version conflict, document already exists`;
      throw new Refusal(409, "version_conflict_engine_exception", reason);
    }
    this.#mustFit(json);
    this.maxSeq++;
    const _version = version ?? (there?._version ?? 0) + 1;
    const kept = { _id: id, _version, json, seq: this.maxSeq };
    this.docs.set(id, { ...kept, ...(routing && { _routing: routing }) });
    return there ? "updated" : "created";
  }

  remove(id: string): boolean {
    if (this.docs.has(id)) this.maxSeq++;
    return this.docs.delete(id);
  }

  /** A field that nobody has named is named by the first document that has it. */
  #mustFit(json: string): void {
    for (const [field, value] of Object.entries(JSON.parse(json))) {
      const type = this.mappings.properties[field]?.type;
      if (type === "integer" && Number.isNaN(Number(value))) {
        const reason = `failed to parse field [${field}] of type [integer]`;
        throw new Refusal(400, "mapper_parsing_exception", reason);
      }
      if (type === undefined) {
        this.mappings.properties[field] = { type: typeof value === "number" ? "long" : "text" };
      }
    }
  }
}

/** A document as an answer writes it. */
export function hitText({ _id, _version, _routing, json }: Kept): string {
  const head = JSON.stringify({ _id, _version, ...(_routing && { _routing }) }).slice(0, -1);
  return `${head},"_source":${json}}`;
}
