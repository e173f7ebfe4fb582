import type { Fields, Value } from "../../cty/value.ts";
import { textOf } from "../../cty/value.ts";
import { type Answer, blocks, goJson, texts } from "./answer.ts";

/** An object without what is not there: Go leaves out what is empty. */
function present(entries: Readonly<Record<string, unknown>>): object {
  const isThere = (value: unknown) =>
    value !== null &&
    value !== "" &&
    value !== undefined &&
    !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => isThere(value)));
}

/**
 * What `aws_ecr_lifecycle_policy_document` computes. Seen beside terraform-provider-aws 5.100.0; of a
 * rule without an action it makes one that expires.
 */
export const lifecycleDocument: Answer = (config) => {
  const rules = blocks(config["rule"]).map((rule) => {
    const [selection = {}] = blocks(rule["selection"]);
    const [action] = blocks(rule["action"]);
    return present({
      rulePriority: rule["priority"],
      description: rule["description"],
      selection: present({
        tagStatus: selection["tag_status"],
        tagPatternList: texts(selection["tag_pattern_list"]),
        tagPrefixList: texts(selection["tag_prefix_list"]),
        countType: selection["count_type"],
        countUnit: selection["count_unit"],
        countNumber: selection["count_number"],
      }),
      action: { type: textOf(action?.["type"]) || "expire" },
    });
  });
  return { json: goJson({ rules }, 2) };
};

/** What `aws_cloudwatch_log_data_protection_policy_document` computes; seen beside 5.100.0. */
export const dataProtectionDocument: Answer = (config) => {
  const version = textOf(config["version"]) || "2021-06-01";
  const document = present({
    Name: config["name"],
    Description: config["description"],
    Statement: blocks(config["statement"]).map(statement),
    Version: version,
    Configuration: configuration(config["configuration"]),
  });
  return { json: `${goJson(document, 2)}\n`, version };
};

function statement(block: Fields): object {
  const [operation = {}] = blocks(block["operation"]);
  const [audit] = blocks(operation["audit"]);
  const [deidentify] = blocks(operation["deidentify"]);
  return present({
    Sid: block["sid"],
    DataIdentifier: texts(block["data_identifiers"]),
    Operation: {
      ...(audit && { Audit: { FindingsDestination: destination(audit["findings_destination"]) } }),
      ...(deidentify && { Deidentify: { MaskConfig: {} } }),
    },
  });
}

function destination(value: Value | undefined): object {
  const [block = {}] = blocks(value);
  const one = (name: string) => blocks(block[name])[0];
  const [logs, firehose, bucket] = [one("cloudwatch_logs"), one("firehose"), one("s3")];
  return {
    ...(logs && { CloudWatchLogs: { LogGroup: logs["log_group"] } }),
    ...(firehose && { Firehose: { DeliveryStream: firehose["delivery_stream"] } }),
    ...(bucket && { S3: { Bucket: bucket["bucket"] } }),
  };
}

function configuration(value: Value | undefined): object | undefined {
  const [block] = blocks(value);
  const identifiers = blocks(block?.["custom_data_identifier"]);
  if (identifiers.length === 0) return undefined;
  return {
    CustomDataIdentifier: identifiers.map(({ name, regex }) => ({ Name: name, Regex: regex })),
  };
}
