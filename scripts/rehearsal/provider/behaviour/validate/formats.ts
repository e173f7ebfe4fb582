import { isIP } from "node:net";

/** A kind of text: how it is recognised, and what an author is told that it is. */
interface Format {
  readonly test: (text: string) => boolean;
  readonly means: string;
}

/**
 * The kinds of text that providers ask for. Where a provider's own test is not known exactly, ours
 * lets more through: what the rehearsal refuses must be refused for certain.
 */
export const FORMATS: Readonly<Record<string, Format>> = {
  arn: {
    test: (text) => text === "*" || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(text),
    means: "an ARN: arn:<partition>:<service>:<region>:<account>:<resource>",
  },
  // The same where the provider takes nothing else: no name, no id.
  "arn-only": {
    test: (text) => text === "*" || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:./.test(text),
    means: "an ARN: arn:<partition>:<service>:<region>:<account>:<resource>",
  },
  cidr: { test: isCidr, means: "an address range in CIDR notation, such as 10.0.0.0/16" },
  ip: { test: (text) => isIP(text.split("/")[0]!) !== 0, means: "an IP address" },
  json: { test: isJson, means: "JSON" },
  time: { test: (text) => /\d/.test(text), means: "a time, such as 2025-01-01T00:00:00Z" },
  "time-only": { test: isTime, means: "a time, such as 2025-01-01T00:00:00Z" },
  "duration-only": {
    test: (text) => /^[-+]?(0|([\d.]+(ns|us|µs|ms|s|m|h))+)$/.test(text),
    means: "a duration, such as 1h30m",
  },
  duration: { test: (text) => /\d/.test(text), means: "a duration, such as 30s" },
  url: { test: (text) => text.includes(":"), means: "a URL" },
  uuid: {
    test: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
    means: "a UUID",
  },
  base64: { test: (text) => /^[\w+/=\s-]*$/.test(text), means: "base64" },
  email: { test: (text) => text.includes("@"), means: "an email address" },
  "account-id": {
    test: (text) => /^(\d{12}|self|amazon|aws-marketplace|\*)$/.test(text),
    means: "an AWS account id of 12 digits",
  },
};

function isCidr(text: string): boolean {
  const [address = "", bits = "", ...rest] = text.split("/");
  const version = isIP(address);
  return (
    version !== 0 && rest.length === 0 && /^\d+$/.test(bits) && +bits <= (version === 4 ? 32 : 128)
  );
}

/** RFC 3339, and a day that there is. */
function isTime(text: string): boolean {
  const day = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.exec(text)?.[1];
  return day !== undefined && !Number.isNaN(Date.parse(text)) && isDay(day);
}

function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * A regular expression in Go's syntax as one of ours, or undefined when that cannot be told. The
 * facts took them from error messages, in which some providers double each backslash.
 */
export function goPattern(pattern: string): RegExp | undefined {
  const single = pattern.replaceAll("\\\\", "\\").replaceAll('\\"', '"');
  for (const flags of single.includes("\\p") ? ["u"] : ["u", ""]) {
    try {
      return new RegExp(single, flags);
    } catch {
      // Tried with the next flags.
    }
  }
  return undefined;
}
