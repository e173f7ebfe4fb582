import { type Database, identifier, literal } from "./database.ts";
import { ownedByPeople } from "./survey.ts";

interface Sequence {
  readonly schema: string;
  readonly name: string;
  readonly value: string;
  readonly called: boolean;
}

/** Sets every sequence of the target to where the source's is: replication does not carry them. */
export async function carrySequences(source: Database, target: Database): Promise<number> {
  const names = await source.rows<Pick<Sequence, "schema" | "name">>(
    `select n.nspname as schema, c.relname as name from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and ${ownedByPeople("c", "n")} order by 1, 2`,
  );
  if (names.length === 0) return 0;
  const each = names.map(
    ({ schema, name }) => `select ${literal(schema)} as schema, ${literal(name)} as name,
      last_value::text as value, is_called as called from ${identifier(schema, name)}`,
  );
  const sequences = await source.rows<Sequence>(each.join(" union all "));
  const set = sequences.map(
    ({ schema, name, value, called }) =>
      `select setval(${literal(identifier(schema, name))}, ${value}, ${called});`,
  );
  await target.lines(`begin;\n${set.join("\n")}\ncommit;`);
  return sequences.length;
}

/** What a copy leaves without: rows of materialized views, and what the planner knows of tables. */
export async function refresh(target: Database): Promise<void> {
  const views = await target.rows<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'm' and ${ownedByPeople("c", "n")} order by c.oid`,
  );
  const refreshed = views.map(
    ({ schema, name }) => `refresh materialized view ${identifier(schema, name)};`,
  );
  await target.lines(`${refreshed.join("\n")}\nanalyze;`);
}
