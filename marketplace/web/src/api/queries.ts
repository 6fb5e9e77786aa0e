import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { hasStatus, Problem } from './problem';

// A refusal stays a refusal; only what may have been the network is asked again.
const mayPass = (error: Error) => !(error instanceof Problem) || error.status >= 500;

/** The answers of the server that are kept in memory. Each change makes them stale, whatever it changed. */
export const queries: QueryClient = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => failures < 2 && mayPass(error), staleTime: 10_000 } },
  queryCache: new QueryCache({ onError: (error, query) => query.queryKey[0] !== 'session' && signedOut(error) }),
  mutationCache: new MutationCache({ onSuccess: () => void queries.invalidateQueries(), onError: signedOut }),
});

/** The session may have ended on the server: then the frame of the page is to know. */
function signedOut(error: Error) {
  if (hasStatus(error, 401)) void queries.invalidateQueries({ queryKey: ['session'] });
}
