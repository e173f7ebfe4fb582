import type { ZoneRecord } from "@groundplan/cloudflare/records";
import { setKey } from "../move/progress.ts";
import type { Question } from "../wire/message.ts";

/** Texts that receivers of mail look for. */
const POLICIES = /^v=(spf1|DMARC1|DKIM1|STSv1|TLSRPTv1)\b/;

/** What everybody who sends or receives mail of the zone asks. */
export function mailQuestions(records: readonly ZoneRecord[]): Question[] {
  const found = records.filter(
    (record) =>
      record.type === "MX" ||
      (record.type === "TXT" && POLICIES.test(record.text)) ||
      (record.type === "CNAME" && record.name.includes("._domainkey.")),
  );
  const questions = found.map(({ name, type }) => ({ name, type }));
  return [...new Map(questions.map((question) => [setKey(question), question])).values()];
}
