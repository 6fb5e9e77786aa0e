import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';
import { useKeeper } from '../key';
import { hasStatus } from '../problem';
import { useEvents } from './events';

export type Instance = Schemas['Instance'];
export type Live = Schemas['Live'];
export type AppCondition = Schemas['AppCondition'];
export type ObjectStatus = Schemas['ObjectStatus'];
export type Removal = Schemas['Removal'];
export type Values = Record<string, unknown>;

/** Says whether an instance is being changed right now. */
export function isChanging(state: string): boolean {
  return state === 'creating' || state === 'upgrading' || state === 'deleting';
}

const at = (instance: string) => ({ params: { path: { instance } } });

export interface InstanceQuery {
  workspace?: string;
  project?: string;
  app?: string;
  version?: string;
  q?: string;
  state?: string;
  page?: number;
  limit: number;
}

/** A part of the instances, followed as long as one of them is being changed. */
export function useInstances(query: InstanceQuery) {
  const list = useQuery({
    queryKey: ['instances', query],
    queryFn: () =>
      data(client.GET('/api/v1/instances', { params: { query: { ...query, order: 'updated', descending: true } } })),
    placeholderData: keepPreviousData,
  });
  const changing = list.data?.items.filter((i) => isChanging(i.state)).map((i) => `instance/${i.id}`) ?? [];
  useEvents(changing.slice(0, 20), [['instances', query]]);
  return list;
}

/** One instance, followed as long as it is looked at. */
export function useInstance(instance: string) {
  const query = useQuery({
    queryKey: ['instances', 'one', instance],
    queryFn: () => data(client.GET('/api/v1/instances/{instance}', at(instance))),
  });
  const gone = hasStatus(query.error, 404);
  useEvents(gone ? [] : [`instance/${instance}`], [['instances', 'one', instance], ['instances', instance]], instance);
  return query;
}

/** How an instance is on its cluster right now; events of useInstance keep it so. */
export function useLive(instance: string) {
  return useQuery({
    queryKey: ['instances', instance, 'live'],
    queryFn: () => data(client.GET('/api/v1/instances/{instance}/live', at(instance))),
  });
}

export interface NewInstance {
  project: string;
  name: string;
  description: string;
  version: string;
  values: Values;
}

export function useInstall() {
  const key = useKeeper();
  return useMutation({
    mutationFn: ({ project, ...body }: NewInstance) =>
      data(
        client.POST('/api/v1/projects/{project}/instances', {
          params: { path: { project }, header: { 'Idempotency-Key': key({ project, ...body }) } },
          body,
        }),
      ),
  });
}

export function useEditInstance({ id, revision }: Instance) {
  return useMutation({
    mutationFn: (description: string) =>
      data(client.PATCH('/api/v1/instances/{instance}', { ...at(id), body: { description, revision } })),
  });
}

export function useRemoval(instance: string) {
  return useQuery({
    queryKey: ['instances', instance, 'removal'],
    queryFn: () => data(client.GET('/api/v1/instances/{instance}/removal', at(instance))),
    staleTime: 0,
  });
}

export function useDeleteInstance({ id, revision }: Instance) {
  return useMutation({
    mutationFn: (hooks: boolean) =>
      data(client.DELETE('/api/v1/instances/{instance}', { params: { path: { instance: id }, query: { revision, hooks } } })),
  });
}
