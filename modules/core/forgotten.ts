import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";

/**
 * Stands where a resource stood, or would stand, and makes Terraform forget it instead of destroying
 * it: the thing stays where it is, and nobody manages it. Where there is none, it does nothing.
 *
 * `prevent_destroy` cannot do this: it goes with the resource's own lines.
 */
export class Forgotten extends TerraformElement {
  private readonly type: string;

  /**
   * @param id the resource's construct id: what stands at the same path has the same address
   * @param type the resource's type: `aws_eip`
   */
  constructor(scope: Construct, id: string, type: string) {
    super(scope, id);
    this.type = type;
  }

  override toTerraform(): object {
    const from = `${this.type}.${this.friendlyUniqueId}`;
    return { removed: [{ from, lifecycle: { destroy: false } }] };
  }
}
