import { type Database, identifier, literal } from "./database.ts";
import { type Survey, type Table, tableName } from "./survey.ts";

/** What one table holds. */
export interface Content {
  readonly table: string;
  readonly rows: string;
  /** The sum of the hashes of its rows: no order of them changes it. */
  readonly hash: string;
}

/** What two databases hold, and where that is not the same. */
export interface Comparison {
  readonly tables: number;
  readonly rows: bigint;
  /** One sentence for each table that differs, by its name. */
  readonly differences: Readonly<Record<string, string>>;
}

/** Compares every row of two databases. Each computes its hashes itself, by the same statements. */
export async function compareContent(
  source: Database,
  target: Database,
  [from, to]: readonly [Survey, Survey],
): Promise<Comparison> {
  const shapes = shapeDifferences(from, to);
  const alike = from.tables.filter((table) => !(tableName(table) in shapes));
  const [there, here] = await Promise.all([contents(source, alike), contents(target, alike)]);
  const differing = there.flatMap((content, i): [string, string][] => {
    const said = contentDifference(content, here[i]!);
    return said ? [[content.table, said]] : [];
  });
  return {
    tables: from.tables.length,
    rows: there.reduce((sum, { rows }) => sum + BigInt(rows), 0n),
    differences: { ...shapes, ...Object.fromEntries(differing) },
  };
}

/** What one database holds, as of one moment. */
async function contents(database: Database, tables: readonly Table[]): Promise<Content[]> {
  const lines = await database.lines(
    `begin isolation level repeatable read read only;\n${tables.map(contentSql).join("\n")}\ncommit;`,
  );
  return lines.map((line) => JSON.parse(line));
}

/** Sixty-four bits of MD5 of each row: it is the same in every version, as PostgreSQL's own hashes need not be. */
function contentSql(table: Table): string {
  const columns = table.columns.map((column) => identifier("t", column)).join(", ");
  const hash = `('x' || substr(md5(row(${columns})::text), 1, 16))::bit(64)::bigint::numeric`;
  return `select json_build_object('table', ${literal(tableName(table))}, 'rows', count(*)::text,
    'hash', coalesce(sum(${hash}), 0)::text) from only ${identifier(table.schema, table.name)} t;`;
}

function contentDifference(there: Content, here: Content): string | undefined {
  if (there.rows !== here.rows) {
    return `${there.table} has ${there.rows} rows at the source, ${here.rows} at the target`;
  }
  if (there.hash === here.hash) return undefined;
  return `${there.table} has ${there.rows} rows at both, and not the same ones`;
}

/** Tables and columns that are not at both: somebody has changed one side since the copy. */
function shapeDifferences(from: Survey, to: Survey): Record<string, string> {
  const targets = new Map(to.tables.map((table) => [tableName(table), table]));
  const sources = new Set(from.tables.map(tableName));
  const missing = from.tables.flatMap((table): [string, string][] => {
    const name = tableName(table);
    const there = targets.get(name);
    if (!there) return [[name, `${name} is not at the target`]];
    const [a, b] = [table.columns.join(", "), there.columns.join(", ")];
    return a === b ? [] : [[name, `${name} has columns ${a} at the source, ${b} at the target`]];
  });
  const more = [...targets.keys()]
    .filter((name) => !sources.has(name))
    .map((name): [string, string] => [name, `${name} is not at the source`]);
  return Object.fromEntries([...missing, ...more]);
}
