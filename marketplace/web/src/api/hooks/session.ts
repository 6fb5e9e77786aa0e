import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data } from '../client';
import { hasStatus } from '../problem';
import type { components } from '../schema';

export type Session = components['schemas']['Session'];

/** Who is signed in; null if nobody is. */
export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: getSession, staleTime: 60_000 });
}

async function getSession(): Promise<Session | null> {
  try {
    return await data(client.GET('/api/v1/session'));
  } catch (error) {
    if (hasStatus(error, 401)) return null;
    throw error;
  }
}

export function useSignOut() {
  return useMutation({ mutationFn: () => data(client.DELETE('/api/v1/session')) });
}
