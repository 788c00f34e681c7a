import { parse } from 'yaml';
import { AppError } from './errors.ts';
import type {
  BlockNode,
  CallNode,
  ExpressionNode,
  HashNode,
  MustacheNode,
  PartialNode,
} from './template-ast.ts';
import type { PathNode, ProgramNode, StatementNode, TemplateNode } from './template-ast.ts';
import { partialFaults } from './template-partial.ts';
import { isScoped, resolvePath, type Resolution, type Scope } from './template-scope.ts';
import { readModel, type Model, type Shape } from './template-shape.ts';

export { checkValue, readModel, type Model } from './template-shape.ts';

/** One fault of a template, with the line of its file. */
export interface Fault {
  file: string;
  line: number;
  reason: string;
}

export interface HelperSpec {
  min: number;
  max: number;
  /** Used as `{{#name}}…{{/name}}`, and in no other way. */
  block?: boolean;
  /** Accepts an optional value that may be absent (`eq`). */
  optional?: boolean;
  /** Gives safe HTML, to be printed with `{{{ }}}`. */
  html?: boolean;
}

export interface CheckOptions {
  file: string;
  helpers: Readonly<Record<string, HelperSpec>>;
  /** Each partial's own model; compile with `explicitPartialContext`, so that it sees nothing else. */
  partials: Readonly<Record<string, Model>>;
  /** What the engine gives as `@name`. */
  data?: Model;
  /** Line of the file on which the parsed text begins (see `splitFrontMatter`). */
  firstLine?: number;
  /** The template is itself a partial: `@root` would be its caller's, so it is refused. */
  partial?: boolean;
}

/**
 * Separates the YAML front matter (between two `---` lines) from the template. `firstLine` is the
 * body's first line in the file, `meta` what the front matter holds besides the model.
 */
export function splitFrontMatter(source: string, file = 'template') {
  const lines = source.split('\n');
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  const none = { model: readModel({}), meta: {} as Record<string, unknown>, body: source, firstLine: 1 };
  if (lines[0]?.trimEnd() !== '---') return none;
  if (end === -1) throw new AppError('internal', `${file}: the front matter is not closed by ---`);
  const { model, ...meta } = (parse(lines.slice(1, end).join('\n')) ?? {}) as Record<string, unknown>;
  const body = lines.slice(end + 1).join('\n');
  return { model: readModel(model, `${file}: model`), meta, body, firstLine: end + 2 };
}

/**
 * Reads a parsed Handlebars template and tells every path, argument, condition, hash value or partial
 * that the model does not declare. Handlebars' own `strict` lets conditions and missing arguments pass.
 * An optional value has to stand under a condition that tests it.
 */
export function checkTemplate(ast: TemplateNode, model: Model, options: CheckOptions): Fault[] {
  const faults: Fault[] = [];
  const firstLine = options.firstLine ?? 1;
  const report = (node: Pick<TemplateNode, 'loc'>, reason: string): void => {
    faults.push({ file: options.file, line: node.loc.start.line + firstLine - 1, reason });
  };
  const helperOf = (name: string): HelperSpec | undefined =>
    Object.hasOwn(options.helpers, name) ? options.helpers[name] : undefined;

  function walk(program: ProgramNode | undefined, scope: Scope): void {
    for (const statement of program?.body ?? []) walkStatement(statement, scope);
  }

  function walkStatement(node: StatementNode, scope: Scope): void {
    if (node.type === 'MustacheStatement') checkMustache(node, scope);
    else if (node.type === 'BlockStatement') checkBlock(node, scope);
    else if (node.type === 'PartialStatement') checkPartial(node, scope);
    else if (node.type !== 'ContentStatement' && node.type !== 'CommentStatement') {
      report(node, `a ${node.type} is not allowed: its model cannot be checked`);
    }
  }

  /** What an expression gives; undefined when it is not known (a helper's result) or already refused. */
  function evaluate(node: ExpressionNode, scope: Scope, absenceAllowed: boolean): Shape | undefined {
    if (node.type === 'SubExpression') return void checkCall(node, scope, false);
    if (node.type === 'NullLiteral' || node.type === 'UndefinedLiteral')
      return void report(node, 'an empty literal');
    if (node.type !== 'PathExpression')
      return { kind: node.type === 'BooleanLiteral' ? 'flag' : 'text', optional: false };
    return accept(node, resolvePath(node, scope), absenceAllowed);
  }

  function accept(node: PathNode, found: Resolution, absenceAllowed: boolean): Shape | undefined {
    if ('fault' in found) return void report(node, found.fault);
    if (!found.certain && !absenceAllowed) {
      report(node, `“${node.original}” may be absent: put it under {{#if ${node.original}}}`);
    }
    return found.shape;
  }

  function checkHash(hash: HashNode | undefined, scope: Scope, absenceAllowed: boolean): void {
    for (const pair of hash?.pairs ?? []) evaluate(pair.value, scope, absenceAllowed);
  }

  /** Checks a helper's name and arguments; gives its specification when it exists. */
  function checkCall(node: CallNode, scope: Scope, block: boolean): HelperSpec | undefined {
    const name = node.path.type === 'PathExpression' && !isScoped(node.path) ? node.path.original : '';
    const helper = helperOf(name);
    if (helper === undefined || (helper.block ?? false) !== block) {
      const written = node.path.type === 'PathExpression' ? node.path.original : 'a literal';
      return void report(node, `“${written}” is not a ${block ? 'block' : 'known'} helper`);
    }
    const { min, max } = helper;
    const count = node.params.length;
    if (count < min || count > max)
      report(node, `“${name}” takes ${min} to ${max} arguments, it is given ${count}`);
    for (const param of node.params) evaluate(param, scope, helper.optional ?? false);
    checkHash(node.hash, scope, helper.optional ?? false);
    return helper;
  }

  function checkMustache(node: MustacheNode, scope: Scope): void {
    if (node.path.type !== 'PathExpression') return report(node, 'only a path or a helper can be printed');
    const path = node.path;
    const isSimple =
      path.parts.length === 1 && !path.data && !isScoped(path) && !scope.locals.has(path.original);
    const isHelper = isSimple && helperOf(path.original) !== undefined;
    if (isHelper && node.params.length === 0 && !('fault' in resolvePath(path, scope))) {
      return report(node, `“${path.original}” is a helper and a key: write “this.${path.original}”`);
    }
    if (isHelper || node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0) {
      const helper = checkCall(node, scope, false);
      const html = helper?.html ?? false;
      if (helper !== undefined && html === node.escaped) {
        report(node, html ? `“${path.original}” gives HTML: use {{{ }}}` : '{{{ }}} is only for html');
      }
      return;
    }
    checkPrinted(node, accept(path, resolvePath(path, scope), false), path.original);
  }

  function checkPrinted(node: MustacheNode, shape: Shape | undefined, name: string): void {
    if (shape === undefined) return;
    if (shape.kind === 'html' && node.escaped) report(node, `“${name}” is html: print it with {{{ }}}`);
    else if (shape.kind === 'text' && !node.escaped)
      report(node, `“${name}” is text: {{{ }}} is only for html`);
    else if (shape.kind !== 'text' && shape.kind !== 'html')
      report(node, `“${name}” is a ${shape.kind}, it cannot be printed`);
  }

  function checkPartial(node: PartialNode, scope: Scope): void {
    const name = node.name.type === 'PathExpression' ? node.name.original : '';
    const partial = Object.hasOwn(options.partials, name) ? options.partials[name] : undefined;
    if (partial === undefined)
      return report(node, name === '' ? 'a partial must have a fixed name' : `no partial “${name}”`);
    const [subject] = node.params;
    const context = subject === undefined ? undefined : evaluate(subject, scope, false);
    const hash = new Map<string, Shape | undefined>();
    for (const { key, value } of node.hash?.pairs ?? []) {
      hash.set(key, evaluate(value, scope, partial.keys.get(key)?.optional ?? true));
    }
    for (const reason of partialFaults({ name, context, hash }, partial)) report(node, reason);
  }

  function checkBlock(node: BlockNode, scope: Scope): void {
    const name = node.path.type === 'PathExpression' ? node.path.original : '';
    const [subject] = node.params;
    if (!['if', 'unless', 'each', 'with'].includes(name)) {
      if (checkCall(node, scope, true) === undefined) return;
      if ((node.program?.blockParams?.length ?? 0) > 0) report(node, `“${name}” gives no block parameter`);
      walk(node.program, scope);
      return walk(node.inverse, scope);
    }
    if (subject === undefined || node.params.length > 1) return report(node, `“${name}” takes one argument`);
    const shape = evaluate(subject, scope, true);
    const known = shape === undefined ? scope : { ...scope, present: new Set([...scope.present, shape]) };
    walk(node.inverse, name === 'unless' ? known : scope);
    if (name === 'unless') walk(node.program, scope);
    else if (name === 'if') walk(node.program, known);
    else if (shape !== undefined) walk(node.program, innerScope(node, name, shape, known));
  }

  function innerScope(node: BlockNode, name: string, shape: Shape, scope: Scope): Scope {
    const item =
      name === 'with'
        ? shape
        : shape.kind === 'list'
          ? shape.item
          : shape.kind === 'object'
            ? shape.rest
            : undefined;
    if (item === undefined) report(node, `“each” needs a list, not a ${shape.kind}`);
    const inner = item ?? { kind: 'object', optional: false, keys: new Map() };
    const locals = new Map(scope.locals);
    const [first, second] = node.program?.blockParams ?? [];
    if (first !== undefined) locals.set(first, inner);
    if (second !== undefined) locals.set(second, { kind: 'text', optional: false });
    // Handlebars opens no new depth for a block on the very same context ({{#with this}}).
    const contexts = inner === scope.contexts[0] ? scope.contexts : [inner, ...scope.contexts];
    return {
      ...scope,
      contexts,
      locals,
      present: new Set([...scope.present, inner]),
      loops: scope.loops + (name === 'each' ? 1 : 0),
    };
  }

  const root = options.partial === true ? undefined : model;
  walk(ast as ProgramNode, {
    contexts: [model],
    loops: 0,
    locals: new Map(),
    present: new Set(),
    root,
    data: options.data?.keys ?? new Map(),
  });
  return faults;
}
