import { nameProblem } from "@groundplan/core/naming";
import { atLeast, check, type Finding, matching, whole } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import type { ParameterSecret } from "../fargate-service/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import { keyProblem, keyStatements, type OwnKey } from "./own-key.ts";

export interface ParameterProps extends OwnKey {
  /** Path in the account and region: `/acme/prod/api/token`. A change reads another parameter. */
  readonly name: string;
}

/**
 * A secret parameter of SSM by its name, and who may read it. People or pipelines put its value; Terraform
 * makes none, since SSM has no parameter without a value.
 */
export class Parameter extends Construct {
  readonly name: string;
  private readonly key: OwnKey;

  constructor(scope: Construct, id: string, props: ParameterProps) {
    super(scope, id);
    check(this, parameterProblems(props));
    this.name = props.name;
    this.key = { keyArn: props.keyArn };
  }

  /** ARN, known at synth. */
  get arn(): string {
    return arnOf(this, "ssm", `parameter${this.name}`);
  }

  /** What a container reads its environment variable from: `secrets: { TOKEN: parameter.source }`. */
  get source(): ParameterSecret {
    return { parameter: this.name, ...this.key };
  }

  /** One version by its number, as `aws ssm get-parameter --name` takes it: `/acme/prod/api/token:3`. */
  version(number: number): string {
    check(this, [whole("version", number), atLeast("version", number, 1)]);
    return `${this.name}:${number}`;
  }

  /** Lets `reader` read this parameter in every version. It can neither list nor read others. */
  grantRead(reader: AwsGrantee): void {
    grantInline(this, "read", reader, [
      {
        sid: "ReadParameter",
        actions: ["ssm:GetParameter", "ssm:GetParameters"],
        resources: [this.arn],
      },
      ...keyStatements(this, "ssm", this.key, ["kms:Decrypt"]),
    ]);
  }

  /** Lets `writer` put new values. It reads none. */
  grantAdd(writer: AwsGrantee): void {
    grantInline(this, "add", writer, [
      { sid: "PutValues", actions: ["ssm:PutParameter"], resources: [this.arn] },
      // The first for parameters of the standard tier, the second for those of the advanced one.
      ...keyStatements(this, "ssm", this.key, ["kms:Encrypt", "kms:GenerateDataKey"]),
    ]);
  }
}

/** Everything that is wrong with the props, in the words of the props. */
export function parameterProblems(props: ParameterProps): Finding[] {
  return [
    nameProblem("name", "ssm-parameter", props.name),
    matching(
      "name",
      props.name,
      /^(?!\/(aws|ssm))(\/[\w.-]+){2,15}$/i,
      "be a path such as /acme/prod/api/token, not below /aws or /ssm",
    ),
    keyProblem(props),
  ];
}
