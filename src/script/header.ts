import type { ExportNamedDeclaration, Expression, Program } from 'acorn';

/** The statement `export const meta = …` of a script, and the value it gives. */
export interface Header {
  readonly statement: ExportNamedDeclaration;
  readonly value: Expression;
  /** Whether it is the first statement, as it must be. */
  readonly first: boolean;
}

/** Finds the header among the statements of a script, wherever it stands; null when there is none. */
export function findHeader(program: Program): Header | null {
  for (const [index, statement] of program.body.entries()) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const value = metaValue(statement);
    if (value !== null) return { statement, value, first: index === 0 };
  }
  return null;
}

function metaValue({ declaration }: ExportNamedDeclaration): Expression | null {
  if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') return null;
  const [declarator, ...others] = declaration.declarations;
  if (declarator?.id.type !== 'Identifier' || declarator.id.name !== 'meta' || others.length > 0) return null;
  return declarator.init ?? null;
}
