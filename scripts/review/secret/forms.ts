/** What a value looks like once something has encoded it: each form of it that could be read back. */
export function formsOf(value: string): string[] {
  // Two bytes before it, so that base64 can begin anywhere.
  const bytes = Buffer.from(`\0\0${value}`, "utf8");
  const forms = [value, bytes.toString("hex", 2)];
  for (let shift = 0; shift < 3; shift++) addBase64(forms, bytes, shift);
  // JSON inside of a text is read with doubles, which do not hold all of its digits.
  if (LONG_NUMBER.test(value)) forms.push(String(Number(value)));
  if (PLAIN.test(value)) return forms;
  const escaped = JSON.stringify(value).slice(1, -1);
  forms.push(
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    encodeURIComponent(bytes.toString("utf8", 2)),
    value.replaceAll("|", "\\|"),
    escapeHtml(value),
  );
  return [...new Set(forms)];
}

/** What a double rounds, and still writes digit by digit. */
const LONG_NUMBER = /^\d{16,21}$/;

/** What no text form writes in another way. */
const PLAIN = /^[\w.~-]*$/;

/**
 * Adds the part of any base64 text that comes from these bytes alone, when they begin `shift` bytes
 * after a border of three.
 *
 * @param padded the bytes behind two others
 */
function addBase64(forms: string[], padded: Buffer, shift: number): void {
  const first = Math.ceil((shift * 8) / 6);
  const whole = Math.floor(((shift + padded.length - 2) * 8) / 6);
  if (whole - first < 8) return;
  const core = padded.toString("base64", 2 - shift).slice(first, whole);
  forms.push(core);
  if (/[+/]/.test(core)) forms.push(core.replaceAll("+", "-").replaceAll("/", "_"));
}

/** Text between tags. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
