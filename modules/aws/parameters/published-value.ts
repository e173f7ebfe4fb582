import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { check } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import { parameterProblems } from "./parameter.ts";

export interface PublishedValueProps {
  /** Path in the account and region: `/acme/prod/api/release`. Changing it replaces the parameter. */
  readonly name: string;
  /** What it is for, for people in the console. In place. */
  readonly description: string;
  /** Text that is no secret, at most 4 KB. It stands in the plan and the state. In place. */
  readonly value: string;
}

/**
 * What a stack tells programs outside of Terraform, such as a pipeline that may read no state: one
 * parameter, readable by whom it is granted to. Never a secret.
 */
export class PublishedValue extends Construct {
  readonly parameter: SsmParameter;
  readonly name: string;

  constructor(scope: Construct, id: string, props: PublishedValueProps) {
    super(scope, id);
    check(this, parameterProblems({ name: props.name }));
    this.name = props.name;
    this.parameter = new SsmParameter(this, "Default", {
      name: props.name,
      description: props.description,
      type: "String",
      insecureValue: props.value,
    });
  }

  /** Lets a program look it up: `ssm:GetParameter` on it alone. */
  grantRead(to: AwsGrantee): void {
    grantInline(this, "read", to, [
      {
        sid: "LookUp",
        actions: ["ssm:GetParameter"],
        resources: [arnOf(this, "ssm", `parameter${this.name}`)],
      },
    ]);
  }
}
