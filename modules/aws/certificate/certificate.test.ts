import { only } from "@groundplan/core/testing/synth";
import { TerraformOutput } from "cdktf";
import { describe, expect, it } from "vitest";
import { synth } from "../testing/index.ts";
import { Certificate } from "./certificate.ts";

const NAMES = ["api.example.com", "*.api.example.com"];

describe("Certificate", () => {
  it("is proved by DNS and replaced before it goes", () => {
    const template = synth((stack) => new Certificate(stack, "api", { names: NAMES }));
    expect(only(template, "aws_acm_certificate")).toEqual({
      domain_name: "api.example.com",
      subject_alternative_names: ["*.api.example.com"],
      key_algorithm: "EC_prime256v1",
      lifecycle: { create_before_destroy: true },
      validation_method: "DNS",
    });
  });

  it("gives the record of one name, without final dots", () => {
    const template = synth((stack) => {
      const certificate = new Certificate(stack, "api", { names: NAMES });
      const { name, value } = certificate.validationRecord("api.example.com");
      new TerraformOutput(stack, "name", { value: name });
      new TerraformOutput(stack, "value", { value });
    });
    const option = (field: string) =>
      "${trimsuffix(one([for option in aws_acm_certificate.api.domain_validation_options : " +
      `option.${field} if option.domain_name == "api.example.com"]), ".")}`;
    expect(template.output["name"]!["value"]).toBe(option("resource_record_name"));
    expect(template.output["value"]!["value"]).toBe(option("resource_record_value"));
  });

  it("hands out its ARN only after the proof", () => {
    const template = synth((stack) => {
      const certificate = new Certificate(stack, "api", { names: NAMES });
      new TerraformOutput(stack, "arn", { value: certificate.validatedArn([]) });
    });
    expect(template.output["arn"]!["value"]).toMatch(/^\$\{aws_acm_certificate_validation\./);
  });

  it("is made and proved in the region that CloudFront wants", () => {
    const template = synth((stack) => {
      new Certificate(stack, "site", { names: NAMES, region: "us-east-1" }).validatedArn([]);
    });
    expect(only(template, "aws_acm_certificate").region).toBe("us-east-1");
    expect(only(template, "aws_acm_certificate_validation").region).toBe("us-east-1");
  });

  it("reports every wrong name at once", () => {
    const names = ["API.example.com", "api.example.com.", "api.example.com."];
    expect(() => synth((stack) => new Certificate(stack, "api", { names }))).toThrow(
      'test/api: names must not repeat a value, got "api.example.com."\n' +
        'test/api: names must be lower-case domain names without a final dot, got "API.example.com"\n' +
        'test/api: names must be lower-case domain names without a final dot, got "api.example.com."',
    );
  });

  it("refuses a name that it was not made for", () => {
    expect(() =>
      synth((stack) => {
        new Certificate(stack, "api", { names: NAMES }).validationRecord("www.example.com");
      }),
    ).toThrow(
      'test/api: name must be one of api.example.com, *.api.example.com, got "www.example.com"',
    );
  });
});
