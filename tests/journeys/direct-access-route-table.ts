import { resources } from '../../src/direct-access/resources.ts';

/** What programs and files give; no cookie opens what asks for a token. See `routeTable`. */
export const directAccessRoutes: Record<string, [who: string, status: number]> = {
  ...Object.fromEntries(resources.map(({ path }) => [`GET ${path}`, ['', 401]])),
  'GET /api/v1/openapi.json': ['VDRSPAM', 200],
  'GET /donnees': ['DRSPAM', 200],
  'GET /donnees/api': ['VDRSPAM', 200],
  'GET /donnees/dictionnaire.csv': ['DRSPAM', 200],
  'GET /donnees/dictionnaire.json': ['DRSPAM', 200],
  'GET /donnees/:table.csv': ['DRSPAM', 200],
  'GET /donnees/:table.schema.json': ['DRSPAM', 200],
  'GET /mon-compte/jetons': ['DRSPA', 200],
  'POST /mon-compte/jetons': ['DRSPA', 422],
  'POST /mon-compte/jetons/:token/revoquer': ['DRSPA', 404],
};
