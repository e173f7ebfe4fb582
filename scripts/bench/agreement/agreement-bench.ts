import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findProviderMirror } from "../../parts/parts.ts";
import { describeBinary } from "../../rehearsal/learn/binary.ts";
import { writeWhole } from "../../rehearsal/learn/write.ts";
import type { Bench, BenchContext } from "../bench.ts";
import { type AgreementOptions, measureAgreement } from "./agreement.ts";
import { figuresOf, renderAgreement } from "./report.ts";

/** The version that is measured against where none is named; newer ones are not found without a registry. */
const VERSION = "5.100.0";

/** The real AWS provider against its rehearsal: the same changes planned by both. */
export const agreementBench: Bench = {
  summary:
    "plans of the real AWS provider and of its rehearsal " +
    "(--seed S, --cases N in each group, --types random|estate, --provider FILE)",
  async run(context) {
    const binary = named(context.draw.provider) ?? providerBinary();
    if (binary === undefined) {
      context.talk(`agreement: no AWS provider ${VERSION} here, nothing was measured`);
      return [];
    }
    const agreement = await measureAgreement(optionsOf(context, binary));
    const file = join(context.root, ".cache/bench/agreement.json");
    writeWhole(file, JSON.stringify(agreement, null, 2));
    context.talk(`${renderAgreement(agreement)}\n\nall disagreements: ${file}`);
    return figuresOf(agreement);
  },
};

function optionsOf({ root, draw, talk }: BenchContext, binary: string): AgreementOptions {
  const { types } = draw;
  if (types !== undefined && types !== "random" && types !== "estate") {
    throw new TypeError(`--types must be random or estate, got ${types}`);
  }
  const cases = Number(draw.cases ?? 1_000);
  if (!Number.isInteger(cases) || cases < 1) {
    throw new TypeError(`--cases must be a whole number above 0, got ${draw.cases}`);
  }
  const seed = draw.seed ?? `${Date.now()}`;
  return { binary, root, seed, cases, ...(types && { only: types }), talk };
}

/** The program that was typed. */
function named(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  if (describeBinary(file)?.name !== "aws" || !existsSync(file)) {
    throw new TypeError(
      `--provider must be a program of the AWS provider, terraform-provider-aws_v<version>, got ${file}`,
    );
  }
  return file;
}

/** The program of the AWS provider on this machine. */
export function providerBinary(): string | undefined {
  const mirror = findProviderMirror();
  if (mirror === undefined) return undefined;
  const folder = join(mirror, "registry.terraform.io/hashicorp/aws", VERSION, PLATFORM);
  try {
    const name = readdirSync(folder).find((file) => file.startsWith("terraform-provider-aws_v"));
    return name && join(folder, name);
  } catch {
    return undefined;
  }
}

const PLATFORM = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
