/**
 * Finds the checks in a source file, and what the file is without each of them. A check is what an
 * author writes to refuse something: an `if`, a choice, one side of `&&` and `||`, one of the lists
 * that a result is put together from, one of a list of checks, and the answer of a question.
 */
import ts from 'typescript';

export type Check = {
  readonly file: string;
  readonly line: number;
  /** What is taken away, on one line. */
  readonly text: string;
  /** What stands in its place. */
  readonly by: string;
  /** The whole file without the check. */
  readonly weakened: string;
};

export function checksIn(file: string, source: string): Check[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Check[] = [];
  const visit = (node: ts.Node): void => {
    for (const { of, by } of weaker(node)) {
      const [start, end] = [of.getStart(tree), of.getEnd()];
      const { line } = tree.getLineAndCharacterOfPosition(start);
      const text = oneLine(of.getText(tree));
      found.push({
        file,
        line: line + 1,
        text,
        by,
        weakened: source.slice(0, start) + by + source.slice(end),
      });
    }
    node.forEachChild(visit);
  };
  visit(tree);
  return [...new Map(found.map((check) => [check.weakened, check])).values()];
}

type Edit = { readonly of: ts.Node; readonly by: string };

function weaker(node: ts.Node): Edit[] {
  if (ts.isIfStatement(node)) return [{ of: node.expression, by: 'false' }];
  if (ts.isConditionalExpression(node)) {
    return [node.whenTrue, node.whenFalse].map((one) => ({ of: node, by: `(${one.getText()})` }));
  }
  if (isChain(node) && !(isChain(node.parent) && sameSign(node, node.parent))) return withoutEach(node);
  if (ts.isSpreadElement(node) && ts.isArrayLiteralExpression(node.parent)) return [{ of: node, by: '' }];
  if (ts.isArrayLiteralExpression(node)) return withoutEachCheck(node);
  if (ts.isCallExpression(node) && isQuestion(node)) return answers(node);
  if (ts.isReturnStatement(node) && node.expression && answersYesOrNo(node)) return answers(node.expression);
  return [];
}

/** `const checks: readonly Check[] = [...]`. */
function withoutEachCheck({ parent, elements }: ts.ArrayLiteralExpression): Edit[] {
  if (!ts.isVariableDeclaration(parent) || parent.type?.getText() !== 'readonly Check[]') return [];
  return elements.map((of) => ({ of, by: '() => undefined' }));
}

type Chain = ts.BinaryExpression;

function isChain(node: ts.Node): node is Chain {
  const signs = [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken];
  return ts.isBinaryExpression(node) && signs.includes(node.operatorToken.kind);
}

function sameSign(a: Chain, b: Chain): boolean {
  return a.operatorToken.kind === b.operatorToken.kind;
}

function withoutEach(chain: Chain): Edit[] {
  const sign = ` ${chain.operatorToken.getText()} `;
  const parts = partsOf(chain).map((part) => part.getText());
  return parts.map((_, index) => ({ of: chain, by: `(${parts.toSpliced(index, 1).join(sign)})` }));
}

function partsOf(chain: Chain): ts.Expression[] {
  const { left, right } = chain;
  return [...(isChain(left) && sameSign(left, chain) ? partsOf(left) : [left]), right];
}

/** `list.every(...)` and `list.some(...)`. */
function isQuestion({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && ['every', 'some'].includes(expression.name.text);
}

/** A return of a function that is said to give a boolean. */
function answersYesOrNo(node: ts.ReturnStatement): boolean {
  const type = ts.findAncestor(node, ts.isFunctionLike)?.type;
  return type?.kind === ts.SyntaxKind.BooleanKeyword || (type !== undefined && ts.isTypePredicateNode(type));
}

function answers(of: ts.Expression): Edit[] {
  return ['true', 'false'].filter((by) => of.getText() !== by).map((by) => ({ of, by }));
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
