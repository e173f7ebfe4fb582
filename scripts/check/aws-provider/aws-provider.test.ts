import { afterAll, describe, expect, it } from "vitest";
import { synthEstate } from "../../../environments/test/synth-estate.ts";
import { synth } from "../../../modules/aws/testing/index.ts";
import { findPart, findProviderMirror, missing, missingAwsProvider } from "../../parts/parts.ts";
import { importExample, removeExamples, writeExamples } from "../readme/compile.ts";
import { moduleFolders, readReadme } from "../readme/readme.ts";
import { forOlderProvider, type StackJson } from "./older-provider.ts";
import { validateWithProvider } from "./validate.ts";

/** How often the estate and the examples use what 5.100.0 does not know. Grows only by hand. */
const REMOVED = {
  "aws_acm_certificate.region": 1,
  "aws_acm_certificate_validation.region": 1,
  "aws_chatbot_slack_channel_configuration.region": 2,
  "aws_cloudwatch_log_delivery.region": 1,
  "aws_cloudwatch_log_delivery_destination.region": 1,
  "aws_cloudwatch_log_delivery_source.region": 1,
  "aws_cloudwatch_metric_alarm.region": 1,
  "aws_ecr_repository.image_tag_mutability": 3,
  "aws_ecr_repository.image_tag_mutability_exclusion_filter": 2,
  "aws_ecs_service.deployment_configuration": 2,
  "aws_ecs_service.load_balancer.advanced_configuration": 2,
  "aws_ecs_service.sigint_rollback": 4,
};

const skip = missing("terraform") || missingAwsProvider();

const readmes = moduleFolders()
  .filter((folder) => folder.startsWith("modules/aws/"))
  .map(readReadme);
const examples = writeExamples(
  new Map(readmes.map(({ module, example }) => [module, example])),
  "aws-provider",
);
afterAll(() => removeExamples("aws-provider"));

async function everyStack(): Promise<Map<string, StackJson>> {
  const estate = [...synthEstate()].map(
    ([id, { template }]) => [id, template as StackJson] as const,
  );
  const fromReadmes = await Promise.all(
    [...examples].map(async ([module, path]) => {
      const example = await importExample(path);
      return [`example-${module.split("/").at(-1)}`, synth(example) as StackJson] as const;
    }),
  );
  return new Map([...estate, ...fromReadmes]);
}

function validate(stacks: ReadonlyMap<string, StackJson>): string[] {
  return validateWithProvider(stacks, findPart("terraform")!, findProviderMirror()!);
}

describe("the real AWS provider", () => {
  it.skipIf(skip)(
    "finds nothing wrong with any stack or example",
    async () => {
      const adapted = [...(await everyStack())].map(
        ([id, stack]) => [id, forOlderProvider(stack)] as const,
      );
      const withAws = adapted.filter(([, { json }]) => Object.keys(json.resource ?? {}).length > 0);
      expect(withAws.length).toBeGreaterThan(10);
      expect(validate(new Map(withAws.map(([id, { json }]) => [id, json])))).toEqual([]);

      const counts: Record<string, number> = {};
      for (const name of adapted.flatMap(([, { removed }]) => removed)) {
        counts[name] = (counts[name] ?? 0) + 1;
      }
      expect(counts).toEqual(REMOVED);
    },
    180_000,
  );

  it.skipIf(skip)(
    "is heard when something is wrong",
    () => {
      const wrong: StackJson = {
        resource: { aws_sqs_queue: { jobs: { name: "jobs", delay_seconds: 901 } } },
      };
      const { json } = forOlderProvider(wrong);
      expect(validate(new Map([["wrong", json]]))).toEqual([
        "wrong: resource.aws_sqs_queue.jobs: expected delay_seconds to be in the range (0 - 900), got 901. ",
      ]);
    },
    60_000,
  );
});

describe("a stack for the older provider", () => {
  it("loses what is newer, other clouds, and what waits for them", () => {
    const { json, removed } = forOlderProvider({
      resource: {
        aws_ecs_service: { web: { name: "web", sigint_rollback: true } },
        aws_acm_certificate_validation: {
          a: {
            certificate_arn: "${cloudflare_dns_record.a.id}",
            depends_on: ["cloudflare_dns_record.a"],
          },
        },
        cloudflare_dns_record: { a: { name: "a" } },
      },
    });
    expect(removed).toEqual(["aws_ecs_service.sigint_rollback"]);
    expect(json.resource).toEqual({
      aws_ecs_service: { web: { name: "web" } },
      aws_acm_certificate_validation: { a: { certificate_arn: "placeholder", depends_on: [] } },
    });
  });
});
