import { between, type Finding, must, reasonGiven } from "@groundplan/core/problems";
import { fitsType, isPrivate } from "./addresses.ts";
import { isLiteral, targetOf, type ZoneRecord } from "./record.ts";
import { isPrintable, TXT_LIMIT } from "./txt.ts";

const TARGET = /^(?=.{1,254}$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9-]+\.?$/;

/** Everything that is wrong with what a record answers. */
export function valueProblems(at: string, record: ZoneRecord): Finding[] {
  const target = targetOf(record);
  return [
    ...(record.type === "A" || record.type === "AAAA" ? addressProblems(at, record) : []),
    ...(record.type === "TXT" ? txtProblems(at, record.text) : []),
    target !== undefined && targetProblem(at, record, target),
    ...("priority" in record ? [between(`${at}.priority`, record.priority, 0, 65535)] : []),
    ...(record.type === "SRV"
      ? [
          between(`${at}.weight`, record.weight, 0, 65535),
          between(`${at}.port`, record.port, 1, 65535),
        ]
      : []),
    record.type === "CAA" &&
      record.tag === "iodef" &&
      must(
        /^(mailto:|https:)/.test(record.value),
        `${at}.value`,
        "begin with mailto: or https:",
        record.value,
      ),
  ];
}

function addressProblems(
  at: string,
  record: Extract<ZoneRecord, { type: "A" | "AAAA" }>,
): Finding[] {
  const { type, address, proxied, privateAddress } = record;
  if (!isLiteral(address)) return [];
  if (!fitsType(type, address)) {
    const family = type === "A" ? "IPv4" : "IPv6";
    return [must(false, `${at}.address`, `be an ${family} address for ${type}`, address)];
  }
  if (!isPrivate(address)) return [];
  return [
    must(!proxied, `${at}.address`, "be public for a proxied name", address),
    !proxied && reasonGiven(`${at}.privateAddress`, privateAddress?.reason),
  ];
}

function txtProblems(at: string, text: string): Finding[] {
  if (!isLiteral(text)) return [];
  return [
    must(text.length > 0, `${at}.text`, "not be empty"),
    must(
      text.length <= TXT_LIMIT,
      `${at}.text`,
      `have at most ${TXT_LIMIT} characters`,
      text.length,
    ),
    must(isPrintable(text), `${at}.text`, "be printable ASCII", text),
    must(!/^".*"$/s.test(text), `${at}.text`, "be the bare text, without quotes", text),
  ];
}

function targetProblem(at: string, record: ZoneRecord, target: string): Finding {
  if (!isLiteral(target)) return undefined;
  const dot = target === "." && ["MX", "SRV", "HTTPS", "SVCB"].includes(record.type);
  if (target.replace(/\.$/, "") === record.name) {
    return must(false, `${at}.target`, "not be the record's own name", target);
  }
  // An address matches the pattern of names but for its last label.
  const named = TARGET.test(target) && !/^[\d.]+$/.test(target);
  return must(dot || named, `${at}.target`, "be a full domain name", target);
}
