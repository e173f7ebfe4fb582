import { nameProblem } from "@groundplan/core/naming";
import { check, matching } from "@groundplan/core/problems";
import type { Construct } from "constructs";
import { StateStore } from "./state-store.ts";

export interface ExistingStateBucketProps {
  /** Physical name of the bucket. A change moves every grant to another bucket. */
  readonly name: string;

  /**
   * Alias of the key that encrypts the states: `alias/...`.
   *
   * @default the key is S3's own: no right on a key is granted
   */
  readonly keyAlias?: string;
}

/** A state bucket that another stack makes, by its names. Makes nothing but grants. */
export class ExistingStateBucket extends StateStore {
  readonly name: string;
  readonly keyAlias?: string;

  constructor(scope: Construct, id: string, props: ExistingStateBucketProps) {
    super(scope, id);
    check(this, [
      nameProblem("name", "s3-bucket", props.name),
      matching("keyAlias", props.keyAlias, /^alias\/[A-Za-z0-9/_-]+$/, "begin with alias/"),
    ]);
    this.name = props.name;
    this.keyAlias = props.keyAlias;
  }
}
