import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** What an interface says of a prop in words. */
export interface Words {
  /** The doc comment, in one paragraph and without its `@default`. */
  readonly description: string;
  /** What its `@default` says. Empty where it has none. */
  readonly otherwise: string;
}

/** The words of one of an interface's props. */
export interface PropWords extends Words {
  readonly prop: string;
}

/** What is known of a prop that can be a variable. */
export interface PropDoc extends Words {
  /** Terraform's type: `string`, `number`, `bool`, `list(string)`, `map(string)`. */
  readonly type: string;
  /** The texts or numbers that a union of literals admits. Left out where the type is no such union. */
  readonly oneOf?: readonly (string | number)[];
}

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** The types that a module's folder declares, by name. Read from the text alone: no program is built. */
export class PropDocs {
  readonly #declared = new Map<string, Declaration>();

  /** @param folders the module's own first, then those that its props come from */
  constructor(folders: readonly string[]) {
    for (const folder of folders) {
      for (const file of readdirSync(folder).sort()) {
        if (/\.ts$/.test(file) && !/\.test\.ts$/.test(file)) this.#read(join(folder, file));
      }
    }
  }

  /** What is said of the prop at a path, `undefined` where there is none. */
  of(name: string, path: string): PropDoc | undefined {
    const [first, ...rest] = path.split(".");
    const member = this.#member(name, first!);
    const found = member && this.#below(member, rest);
    return found?.type && this.#doc(found, found.type);
  }

  /** Every prop of an interface with its words, its parents' first. */
  all(name: string): readonly PropWords[] {
    const declared = this.#declared.get(name);
    if (!declared || !ts.isInterfaceDeclaration(declared)) return [];
    const own = declared.members
      .filter(ts.isPropertySignature)
      .map((member) => ({ prop: member.name.getText(), ...wordsOf(member) }));
    return [...parentsOf(declared).flatMap((parent) => this.all(parent)), ...own];
  }

  #read(file: string): void {
    const tree = ts.createSourceFile(
      file,
      readFileSync(file, "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    for (const statement of tree.statements) {
      if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) continue;
      const name = statement.name.text;
      if (!this.#declared.has(name)) this.#declared.set(name, statement);
    }
  }

  #member(name: string, prop: string): ts.PropertySignature | undefined {
    const declared = this.#declared.get(name);
    if (!declared || !ts.isInterfaceDeclaration(declared)) return undefined;
    const [own] = signatures(declared.members, prop);
    if (own) return own;
    const inherited = parentsOf(declared).map((parent) => this.#member(parent, prop));
    return inherited.find((each) => each !== undefined);
  }

  /** The prop at a path below another one, whose type is an interface, a choice of them, or a record of them. */
  #below(member: ts.PropertySignature, path: readonly string[]): ts.PropertySignature | undefined {
    const [first, ...rest] = path;
    if (first === undefined) return member;
    if (!member.type) return undefined;
    for (const each of this.#membersOf(member.type, first)) {
      const found = this.#below(each, rest);
      if (found) return found;
    }
    return undefined;
  }

  /** The props of this name in each of the types that a type may stand for. */
  #membersOf(type: ts.TypeNode, prop: string): ts.PropertySignature[] {
    if (ts.isUnionTypeNode(type)) return type.types.flatMap((each) => this.#membersOf(each, prop));
    if (ts.isTypeLiteralNode(type)) return signatures(type.members, prop);
    if (!ts.isTypeReferenceNode(type)) return [];
    const name = type.typeName.getText();
    const [first, second] = type.typeArguments ?? [];
    if (name === "Readonly") return this.#membersOf(first!, prop);
    if (name === "Record")
      return [ts.factory.createPropertySignature([], prop, undefined, second!)];
    const declared = this.#declared.get(name);
    if (declared && ts.isTypeAliasDeclaration(declared))
      return this.#membersOf(declared.type, prop);
    const member = this.#member(name, prop);
    return member ? [member] : [];
  }

  #doc(member: ts.PropertySignature, type: ts.TypeNode): PropDoc | undefined {
    const oneOf = this.#literals(type);
    const types = ts.isUnionTypeNode(type) && !oneOf ? [...type.types] : [type];
    const known = types.map((each) => TYPES[each.getText().replaceAll(/\s+/g, " ")]);
    const inTerraform = oneOf ? typeof oneOf[0] : known.find((each) => each !== undefined);
    if (!inTerraform) return undefined;
    return { type: inTerraform, ...(oneOf && { oneOf }), ...wordsOf(member) };
  }

  #literals(type: ts.TypeNode): (string | number)[] | undefined {
    if (ts.isTypeReferenceNode(type)) {
      const declared = this.#declared.get(type.typeName.getText());
      return declared && ts.isTypeAliasDeclaration(declared)
        ? this.#literals(declared.type)
        : undefined;
    }
    if (!ts.isUnionTypeNode(type)) return undefined;
    const values = type.types.flatMap((each): (string | number)[] => {
      if (!ts.isLiteralTypeNode(each)) return [];
      if (ts.isStringLiteral(each.literal)) return [each.literal.text];
      return ts.isNumericLiteral(each.literal) ? [Number(each.literal.text)] : [];
    });
    return values.length === type.types.length ? values : undefined;
  }
}

/** The types of props that a variable can have. */
const TYPES: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  boolean: "bool",
  "readonly string[]": "list(string)",
  "Readonly<Record<string, string>>": "map(string)",
};

function parentsOf({ heritageClauses }: ts.InterfaceDeclaration): string[] {
  const parents = heritageClauses?.flatMap(({ types }) => [...types]) ?? [];
  return parents.map(({ expression }) => expression.getText());
}

function signatures(members: ts.NodeArray<ts.TypeElement>, prop: string): ts.PropertySignature[] {
  return members.filter(ts.isPropertySignature).filter(({ name }) => name.getText() === prop);
}

function wordsOf(member: ts.PropertySignature): Words {
  const [comment] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const otherwise = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
  return {
    description: oneLine(ts.getTextOfJSDocComment(comment?.comment)),
    otherwise: oneLine(ts.getTextOfJSDocComment(otherwise?.comment)),
  };
}

function oneLine(text = ""): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("**", "").trim();
}
