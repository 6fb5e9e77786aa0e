import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';
import { useKeeper } from '../key';
import type { Instance, Values } from './instances';

export type Change = Schemas['Change'];
export type Target = Schemas['Target'];
export type Merged = Schemas['Merged'];
export type MergePreview = Schemas['MergePreview'];

const at = (instance: string) => ({ params: { path: { instance } } });

export function useChanges(instance: string) {
  return useQuery({
    queryKey: ['instances', instance, 'changes'],
    queryFn: () => data(client.GET('/api/v1/instances/{instance}/changes', at(instance))),
  });
}

/** One revision, with its values and its outcome. Revisions count from 1. */
export function useChange(instance: string, n: number | undefined) {
  return useQuery({
    queryKey: ['instances', instance, 'changes', n],
    queryFn: () => data(client.GET('/api/v1/instances/{instance}/changes/{n}', { params: { path: { instance, n: n ?? 0 } } })),
    enabled: Boolean(n),
  });
}

export function useTargets(instance: string) {
  return useQuery({
    queryKey: ['instances', instance, 'targets'],
    queryFn: () => data(client.GET('/api/v1/instances/{instance}/targets', at(instance))),
  });
}

export function useMerge(instance: string, version: string) {
  return useQuery({
    queryKey: ['instances', instance, 'merge', version],
    queryFn: () =>
      data(client.GET('/api/v1/instances/{instance}/merge', { params: { path: { instance }, query: { version } } })),
    enabled: version !== '',
  });
}

export function useChangeInstance({ id, revision }: Instance) {
  const key = useKeeper();
  return useMutation({
    mutationFn: (wanted: { version: string; values: Values }) => {
      const body = { ...wanted, revision };
      return data(
        client.POST('/api/v1/instances/{instance}/changes', {
          params: { path: { instance: id }, header: { 'Idempotency-Key': key(body) } },
          body,
        }),
      );
    },
  });
}

export function useRetry({ id, revision }: Instance) {
  const key = useKeeper();
  return useMutation({
    mutationFn: () =>
      data(
        client.POST('/api/v1/instances/{instance}/retry', {
          params: { path: { instance: id }, header: { 'Idempotency-Key': key(revision) } },
          body: { revision },
        }),
      ),
  });
}

/** Goes back to an earlier revision's version and values. */
export function useRollback({ id, revision }: Instance) {
  const key = useKeeper();
  return useMutation({
    mutationFn: (to: number) =>
      data(
        client.POST('/api/v1/instances/{instance}/rollback', {
          params: { path: { instance: id }, header: { 'Idempotency-Key': key({ to, revision }) } },
          body: { to, revision },
        }),
      ),
  });
}
