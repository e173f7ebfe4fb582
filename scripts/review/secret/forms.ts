/** What a value looks like once something has encoded it: each form of it that could be read back. */
export function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const escaped = JSON.stringify(value).slice(1, -1);
  const forms = [
    value,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(bytes.toString()),
    value.replaceAll("|", "\\|"),
    escapeHtml(value),
    bytes.toString("hex"),
    ...[0, 1, 2].flatMap((shift) => base64At(bytes, shift)),
  ];
  return [...new Set(forms)];
}

/**
 * The part of any base64 text that comes from these bytes alone, when they begin `shift` bytes
 * after a border of three.
 */
function base64At(bytes: Buffer, shift: number): string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const first = Math.ceil((shift * 8) / 6);
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  const core = text.slice(first, whole);
  const url = core.replaceAll("+", "-").replaceAll("/", "_");
  return core.length < 8 ? [] : [core, url];
}

/** Text between tags. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
