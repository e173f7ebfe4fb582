import {
  SsmParameter,
  type SsmParameterConfig,
} from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { nameProblem } from "@groundplan/core/naming";
import { check, matching } from "@groundplan/core/problems";
import { Construct } from "constructs";
import { arnOf } from "../account/index.ts";
import { grantInline } from "../iam/grant-inline.ts";
import type { AwsGrantee } from "../iam/index.ts";
import type { Architecture, ReleasedImageReference } from "./image.ts";

export interface ReleasedImageProps {
  /** Name of the parameter that the pipeline writes: `/acme/dev/music-library/image`. */
  readonly parameterName: string;

  /** Repository with its registry; the pipeline pushes there. */
  readonly repository: string;

  /**
   * ARN of the repository, where its URL is known only at apply.
   *
   * @default computed from the URL
   */
  readonly repositoryArn?: string;

  /**
   * Digest of the first image that the pipeline pushed: `sha256:` and 64 hexadecimal digits. Only
   * the first apply uses it; a later change does nothing.
   */
  readonly firstDigest: string;

  /**
   * Processors that the pipeline builds for.
   *
   * @default not checked
   */
  readonly builtFor?: readonly Architecture[];

  /** Last word on each resource; shallow. See the README. */
  readonly overrides?: { readonly parameter?: Partial<SsmParameterConfig> };
}

/**
 * The handshake with a pipeline about which image runs: one parameter that holds a digest. The
 * pipeline writes it, Terraform reads it when it refreshes the parameter, and so both register the
 * same revision and neither takes the other's back.
 *
 * Writing anything but a digest is refused by SSM itself.
 */
export class ReleasedImage extends Construct implements ReleasedImageReference {
  readonly parameter: SsmParameter;
  readonly parameterName: string;
  readonly repository: string;
  readonly repositoryArn?: string;
  readonly builtFor?: readonly Architecture[];

  constructor(scope: Construct, id: string, props: ReleasedImageProps) {
    super(scope, id);
    check(this, [
      nameProblem("parameterName", "ssm-parameter", props.parameterName),
      matching(
        "firstDigest",
        props.firstDigest,
        /^sha256:[0-9a-f]{64}$/,
        "be sha256: and 64 lower-case hexadecimal digits",
      ),
    ]);
    this.parameterName = props.parameterName;
    this.repository = props.repository;
    this.repositoryArn = props.repositoryArn;
    this.builtFor = props.builtFor;
    this.parameter = new SsmParameter(this, "Default", {
      description: "Digest of the image that runs; written by the release pipeline",
      allowedPattern: "^sha256:[0-9a-f]{64}$",
      ...props.overrides?.parameter,
      name: props.parameterName,
      type: "String",
      insecureValue: props.firstDigest,
      lifecycle: { ignoreChanges: ["insecure_value"] },
    });
  }

  /** The digest that the pipeline wrote last, as of the newest refresh. */
  get releasedDigest(): string {
    return this.parameter.insecureValue;
  }

  /** Lets a pipeline write and read the digest: `ssm:PutParameter`, `ssm:GetParameter` on it alone. */
  grantRelease(to: AwsGrantee): void {
    grantInline(this, "release", to, [
      {
        sid: "ReleaseImage",
        actions: ["ssm:GetParameter", "ssm:PutParameter"],
        resources: [arnOf(this, "ssm", `parameter/${this.parameterName.replace(/^\//, "")}`)],
      },
    ]);
  }
}
