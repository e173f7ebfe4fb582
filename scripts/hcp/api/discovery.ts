import { HcpError } from "./errors.ts";

/**
 * Where a host has its API, from what it says of its services.
 *
 * @param text of `/.well-known/terraform.json`
 * @param url that it was read from
 * @throws HcpError where it has none
 */
export function addressIn(text: string, url: URL): URL {
  const api = parseObject(text)?.["tfe.v2"];
  if (typeof api === "string") return new URL(api.endsWith("/") ? api : `${api}/`, url);
  throw new HcpError(
    "invalid",
    `${url.host} has no API of HCP Terraform; correct state.hostname in the environment`,
  );
}

/** A JSON object; nothing for any other text. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
