// @module-tag long
import { expect, it } from "vitest";
import { decodeValue, encodeValue } from "../../cty/codec.ts";
import { isWhollyKnown, type Value } from "../../cty/value.ts";
import { Refusal } from "../../protocol/refusal.ts";
import { CLOUDS } from "../../schema/library.ts";
import { typeOfBlock } from "../../schema/type-of.ts";
import { oneCloud } from "../../store/store.ts";
import { library, World } from "../../testing/world.ts";
import { madeBy } from "./made-by.ts";
import { readDataSource } from "./read.ts";

it.each(CLOUDS)("answers every data source of %s, wholly and as its schema has it", (cloud) => {
  const { connection, store } = new World(cloud);
  const from = library(cloud);
  const types = Object.keys(from.index.data);
  const wrong = types.filter((type) => {
    const schema = from.schemaOf(type, "data");
    const source = { ...madeBy(type, from), schema, connection, clouds: oneCloud(store) };
    try {
      const answer: Value = readDataSource(source, {});
      const cty = typeOfBlock(schema.block);
      return !isWhollyKnown(decodeValue(encodeValue(answer, cty), cty));
    } catch (error) {
      return !(error instanceof Refusal);
    }
  });
  expect(types.length).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
});
