import { z, type ZodType } from 'zod';
import type { Messages } from '../kernel/messages.ts';
import { dictionaryOf } from './dictionary.ts';
import { resources, type Resource } from './resources.ts';

const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});
const statuses = ['401', '403', '404', '405', '422', '429', '500', '503'];

type JsonSchema = Record<string, unknown>;
const jsonSchemaOf = (schema: ZodType, io: 'input' | 'output' = 'output'): JsonSchema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
  }) as JsonSchema;
  return rest;
};

/** `:slug` as OpenAPI writes it. */
export const openApiPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

/**
 * The direct access as an OpenAPI 3.1 document, made from the schemas that the routes answer with, and from the
 * dictionary. `publicUrl`: the address that browsers reach.
 */
export function openApiDocument(messages: Messages, publicUrl: string) {
  const say = (key: string, params?: Record<string, string>) => messages(`direct-access.api.${key}`, params);

  function rowsOf({ table, answer }: Resource): JsonSchema | undefined {
    if (table === undefined || answer === undefined) return undefined;
    const [entry] = dictionaryOf([table], messages);
    const schema = jsonSchemaOf(answer) as { properties: { lignes: { items: { properties: JsonSchema } } } };
    const { properties } = schema.properties.lignes.items;
    for (const { name, meaning, unit, whenEmpty } of entry?.columns ?? []) {
      const description = [meaning, unit && `(${unit})`, whenEmpty && `null : ${whenEmpty}`]
        .filter(Boolean)
        .join(' ');
      properties[name] = { ...(properties[name] as JsonSchema), description };
    }
    return schema;
  }

  function operationOf(resource: Resource) {
    const { path, says, table, scope, query, answer } = resource;
    const words = table === undefined ? {} : wordsOf(table.name);
    const content =
      answer === undefined
        ? { 'application/pdf': { schema: { type: 'string', contentEncoding: 'binary' } } }
        : { 'application/json': { schema: rowsOf(resource) ?? jsonSchemaOf(answer) } };
    return {
      operationId: path
        .replace(/^\/api\/v1\//, '')
        .replace(/[^a-z]+(\w)?/g, (_all, next: string) => `_${next ?? ''}`),
      ...(scope === undefined ? {} : { tags: [scope] }),
      summary: table === undefined ? say(says) : words['title'],
      description: say(says, words),
      security: [{ jeton: [] }],
      parameters: [...pathParameters(path), ...queryParameters(query)],
      responses: {
        '200': { description: say('ok'), content },
        ...Object.fromEntries(
          statuses.map((status) => [status, { $ref: '#/components/responses/probleme' }]),
        ),
      },
    };
  }

  const wordsOf = (name: string): Record<string, string> => ({
    title: messages(`data.table.${name}.title`),
    meaning: messages(`data.table.${name}.meaning`),
  });

  const pathParameters = (path: string) =>
    [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
      ...{ name, in: 'path', required: true, description: say('instruction'), schema: { type: 'string' } },
    }));

  function queryParameters(query: z.ZodObject) {
    const { properties = {}, required = [] } = jsonSchemaOf(query, 'input') as {
      properties?: Record<string, JsonSchema>;
      required?: string[];
    };
    return Object.entries(properties).map(([name, schema]) => ({
      ...{
        name,
        in: 'query',
        required: required.includes(name),
        description: say(parameterWords[name] ?? name),
      },
      schema,
    }));
  }

  return {
    openapi: '3.1.0',
    info: {
      ...{ title: say('title'), description: say('description'), version: '1.0.0' },
    },
    servers: [{ url: publicUrl }],
    security: [{ jeton: [] }],
    paths: Object.fromEntries(
      resources.map((resource) => [openApiPath(resource.path), { get: operationOf(resource) }]),
    ),
    components: {
      securitySchemes: { jeton: { type: 'http', scheme: 'bearer', description: say('token') } },
      schemas: { probleme: jsonSchemaOf(problem) },
      responses: {
        probleme: {
          description: say('problem'),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/probleme' } } },
        },
      },
    },
  };
}

const parameterWords: Record<string, string> = {
  ...{
    limite: 'limit',
    apres: 'after',
    annee: 'year',
    instruction: 'instruction',
    q: 'words',
    debut: 'first',
  },
};
