import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type StoreApp = Schemas['StoreApp'];
export type StoreVersion = Schemas['StoreVersion'];

export interface StoreQuery {
  q?: string;
  category?: string;
  order?: 'released' | 'name';
  page?: number;
  limit: number;
}

export function useStore(query: StoreQuery) {
  return useQuery({
    queryKey: ['store', query],
    queryFn: () => data(client.GET('/api/v1/store/apps', { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

export function useStoreApp(app: string) {
  return useQuery({
    queryKey: ['store', 'one', app],
    queryFn: () => data(client.GET('/api/v1/store/apps/{app}', { params: { path: { app } } })),
    enabled: app !== '',
  });
}

/** The released versions of an app, highest first. */
export function useStoreVersions(app: string, query: { page?: number; limit: number }) {
  return useQuery({
    queryKey: ['store', app, 'versions', query],
    queryFn: () => data(client.GET('/api/v1/store/apps/{app}/versions', { params: { path: { app }, query } })),
    placeholderData: keepPreviousData,
    enabled: app !== '',
  });
}

export function useStoreVersion(version: string) {
  return useQuery({
    queryKey: ['store', 'version', version],
    queryFn: () => data(client.GET('/api/v1/store/versions/{version}', { params: { path: { version } } })),
    enabled: version !== '',
  });
}

/** The address of an icon; undefined if there is none. */
export function iconAddress(digest: string | undefined): string | undefined {
  return digest ? `/api/v1/icons/${encodeURIComponent(digest)}` : undefined;
}
