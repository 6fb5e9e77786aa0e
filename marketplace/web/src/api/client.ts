import createClient, { type Middleware } from 'openapi-fetch';
import { Problem, type ProblemBody } from './problem';
import type { components, paths } from './schema';

/** The objects of the API, by the names of its OpenAPI document. */
export type Schemas = components['schemas'];

/** Turns every answer that is no success into a thrown Problem, so that a caller has data or an error, never neither. */
const problems: Middleware = {
  async onResponse({ response }) {
    if (response.ok) return;
    const body = (await response.json().catch(() => ({ title: response.statusText }))) as ProblemBody;
    throw new Problem(body, response.status);
  },
};

const language: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', document.documentElement.lang);
  },
};

/** The API of the server this page came from, typed by its OpenAPI document. */
export const client = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' });
client.use(language, problems);

/** The data of an answer. Calls that fail have thrown before: see the middleware above. */
export async function data<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T;
}

/** A part of a list, and how long it is as a whole. */
export interface Page<T> {
  items: T[];
  total: number;
}
