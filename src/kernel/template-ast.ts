/** The parts of Handlebars' syntax tree that the check reads, so that the kernel needs no library for it. */
import type { TemplatePath } from './template-scope.ts';

export interface TemplateNode {
  type: string;
  loc: { start: { line: number } };
}

export interface PathNode extends TemplateNode, TemplatePath {
  type: 'PathExpression';
}

export interface HashNode extends TemplateNode {
  pairs: { key: string; value: ExpressionNode; loc: TemplateNode['loc'] }[];
}

export interface CallNode extends TemplateNode {
  path: ExpressionNode;
  params: ExpressionNode[];
  hash?: HashNode;
}

export interface SubExpressionNode extends CallNode {
  type: 'SubExpression';
}

export type ExpressionNode =
  | PathNode
  | SubExpressionNode
  | (TemplateNode & {
      type: 'StringLiteral' | 'NumberLiteral' | 'BooleanLiteral' | 'NullLiteral' | 'UndefinedLiteral';
    });

export interface ProgramNode extends TemplateNode {
  body: StatementNode[];
  blockParams?: string[];
}

export interface BlockNode extends CallNode {
  type: 'BlockStatement';
  program?: ProgramNode;
  inverse?: ProgramNode;
}

export interface MustacheNode extends CallNode {
  type: 'MustacheStatement';
  escaped: boolean;
}

export interface PartialNode extends TemplateNode {
  type: 'PartialStatement';
  name: ExpressionNode;
  params: ExpressionNode[];
  hash?: HashNode;
}

export type StatementNode =
  | BlockNode
  | MustacheNode
  | PartialNode
  | (TemplateNode & { type: 'ContentStatement' | 'CommentStatement' })
  | (TemplateNode & { type: 'PartialBlockStatement' | 'Decorator' | 'DecoratorBlock' });
