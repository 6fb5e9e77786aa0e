import { MutationCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './problem';

// A refusal stays a refusal; only what may have been the network is asked again.
const mayPass = (error: Error) => !(error instanceof Problem) || error.status >= 500;

/** The answers of the server that are kept in memory. Each change makes them stale, whatever it changed. */
export const queries: QueryClient = new QueryClient({
  defaultOptions: { queries: { retry: (failures, error) => failures < 2 && mayPass(error), staleTime: 10_000 } },
  mutationCache: new MutationCache({ onSuccess: () => queries.invalidateQueries() }),
});
