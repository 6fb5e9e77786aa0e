import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type App = Schemas['App'];
export type Version = Schemas['Version'];

export interface ReleasedQuery {
  q?: string;
  state?: string;
  category?: string;
  page?: number;
  limit: number;
}

/** The apps that were ever released, of all workspaces. */
export function useReleasedApps(query: ReleasedQuery) {
  return useQuery({
    queryKey: ['apps', 'released', query],
    queryFn: () => data(client.GET('/api/v1/apps', { params: { query: { ...query, released: true } } })),
    placeholderData: keepPreviousData,
  });
}

export function useManagedApp(app: string) {
  return useQuery({
    queryKey: ['apps', 'one', app],
    queryFn: () => data(client.GET('/api/v1/apps/{app}', { params: { path: { app } } })),
  });
}

export function useManagedVersions(app: string, query: { page?: number; limit: number }) {
  return useQuery({
    queryKey: ['versions', app, 'managed', query],
    queryFn: () => data(client.GET('/api/v1/apps/{app}/versions', { params: { path: { app }, query } })),
    placeholderData: keepPreviousData,
  });
}

export type Moderation = 'suspend' | 'activate';

/** Takes a whole app from the store, or brings it back. */
export function useModerateApp({ id, revision }: App) {
  return useMutation({
    mutationFn: ({ action, message }: { action: Moderation; message: string }) => {
      const request = { params: { path: { app: id } }, body: { revision, message } };
      return action === 'suspend'
        ? data(client.POST('/api/v1/apps/{app}/suspend', request))
        : data(client.POST('/api/v1/apps/{app}/activate', request));
    },
  });
}

/** Takes one version from the store, or brings it back. */
export function useModerateVersion({ id, revision }: Version) {
  return useMutation({
    mutationFn: ({ action, message }: { action: Moderation; message: string }) =>
      data(
        client.POST('/api/v1/versions/{version}/actions/{action}', {
          params: { path: { version: id, action } },
          body: { revision, message },
        }),
      ),
  });
}
