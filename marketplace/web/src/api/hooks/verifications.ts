import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data } from '../client';
import { useEvents } from './events';
import type { Verification } from './versions';

/** Says whether more will come of a verification. */
export function goesOn(state: string | undefined): boolean {
  return state === 'queued' || state === 'running';
}

/** One verification with its report, followed as long as it goes on. */
export function useVerification(id: string | undefined) {
  const query = useQuery<Verification>({
    queryKey: ['verifications', id],
    queryFn: () => data(client.GET('/api/v1/verifications/{verification}', { params: { path: { verification: id ?? '' } } })),
    enabled: Boolean(id),
  });
  useEvents(id && goesOn(query.data?.state) ? [`verification/${id}`] : [], [['verifications', id]]);
  return query;
}

export function useVerifications(version: string) {
  return useQuery({
    queryKey: ['versions', version, 'verifications'],
    queryFn: () => data(client.GET('/api/v1/versions/{version}/verifications', { params: { path: { version } } })),
  });
}

export function useVerifyAgain(version: string) {
  return useMutation({
    mutationFn: () => data(client.POST('/api/v1/versions/{version}/verifications', { params: { path: { version } } })),
  });
}
