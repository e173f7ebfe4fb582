/**
 * Moves dynamic blocks to where Terraform wants them, with one look at each attribute.
 *
 * Does what cdktf does, without an entry and a call for every attribute of every resource. Most
 * attributes are not set: they are left out here already instead of where they are written.
 *
 * @param {import("./internals.mjs").Internals} internals
 */
export function moveDynamicBlocks({ util, dynamicBlock }) {
  const { isTerraformDynamicBlock } = dynamicBlock.TerraformDynamicBlock;

  /**
   * @param {any} attributes
   * @returns {any}
   */
  function move(attributes) {
    /** @type {Record<string, any>} */
    const moved = {};
    for (const name of Object.keys(attributes)) {
      const value = attributes[name];
      if (value === undefined) continue;
      if (typeof value !== "object" || value === null) {
        moved[name] = value;
      } else if (isTerraformDynamicBlock(value)) {
        if (!moved["dynamic"]) moved["dynamic"] = {};
        moved["dynamic"][name] = value.toTerraformDynamicBlockJson();
      } else {
        moved[name] = value.constructor === Object ? move(value) : value;
      }
    }
    return moved;
  }

  util.processDynamicAttributes = move;
}
