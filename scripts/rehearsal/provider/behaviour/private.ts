/** What we keep beside a resource's state; Terraform stores it and never looks into it. */
export interface PrivateData {
  /** Imported by its id alone, so that a null in its state means "not known yet". */
  readonly adopted?: boolean;
  /** Handle of the thing in the rehearsal's cloud. */
  readonly thing?: string;
}

/** What we kept; nothing when there is none or it is not ours. */
export function readPrivate(bytes: Uint8Array): PrivateData {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as PrivateData;
  } catch {
    return {};
  }
}

/** The bytes to keep. */
export function writePrivate(data: PrivateData): Uint8Array {
  return Object.keys(data).length === 0 ? new Uint8Array(0) : Buffer.from(JSON.stringify(data));
}
